"""`python -m pipelines map` off a terminal: what it shows, what it refuses in which words, and its exit codes."""

import json

import pytest

from pipelines.errors import InputError, ModelError
from tests.pipelines.conftest import run  # noqa: F401 - a fixture
from tests.propose.conftest import Desk, as_workbook

LOG = "Ref,Date of concern,Type of concern,Description\n1,13/09/2026,Bullying,he said that she said that they said so\n"
UNDECIDED = LOG.replace("13/09", "03/09")


@pytest.fixture
def log(tmp_path):
    def write(text: str = LOG, name: str = "log.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_proposal_is_shown_and_nothing_written_until_somebody_says_so(run, log, tmp_path):  # noqa: F811
    said = run("map", log(), "--to", "incidents")
    assert said.code == 8 and "Nothing is written yet. To write it, add --yes." in said.out
    assert not (tmp_path / "data" / "formats").exists()
    assert list((tmp_path / "data").glob(".working-*")) == []


def test_with_yes_it_is_written_where_loading_looks(run, log, tmp_path):  # noqa: F811
    said = run("map", log(), "--to", "incidents", "--yes", "--name", "concern_log", "--title", "Our concerns")
    written = tmp_path / "data" / "formats" / "concern_log.sql"
    assert said.code == 0 and f"Wrote {written}" in said.out
    assert 'title = "Our concerns"' in written.read_text(encoding="utf-8")


def test_the_proposal_says_per_column_where_it_comes_from_and_how_sure_that_is(run, log):  # noqa: F811
    told = run("map", log(), "--to", "incidents").out
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert "incident_id (required) Ref sure its header says so" in lines
    assert "school_id (required) (its folder) sure the folder of the file says it" in lines
    assert "category (required) Type of concern sure its header says so, and all of its words are known" in lines
    assert any(line.startswith("Left blank: account_id, channel,") for line in lines)
    assert "Never loaded: Description (free text, as its header says)." in lines
    assert "Tried on the file: 1 read, 1 kept, 0 set aside." in lines
    assert "The file does not say whose it is: put it into <school_id>/ in the inbox." in lines


def test_day_or_month_first_is_never_guessed(run, log, tmp_path):  # noqa: F811
    said = run("map", log(UNDECIDED), "--to", "incidents", "--yes")
    assert said.code == 8 and not (tmp_path / "data" / "formats").exists()
    assert "'03/09/2026' in row 2 may be 3 September 2026 (day first) or 9 March 2026 (month first)" in said.out
    assert "--dates day_first, or --dates month_first" in said.out


@pytest.mark.parametrize(("order", "form"), [("day_first", "%d/%m/%Y"), ("month_first", "%m/%d/%Y")])
def test_a_person_says_which_order_it_is(run, log, tmp_path, order, form):  # noqa: F811
    assert run("map", log(UNDECIDED), "--to", "incidents", "--yes", "--dates", order).code == 0
    assert f'written = ["{form}", ' in (tmp_path / "data" / "formats" / "log.sql").read_text(encoding="utf-8")


def test_an_order_that_the_values_contradict_is_refused_with_the_value(run, log):  # noqa: F811
    said = run("map", log(), "--to", "incidents", "--yes", "--dates", "month_first")
    assert said.code == 8
    assert "is not month first: '13/09/2026' in row 2 can only be 13 September 2026 (day first)" in said.out


def test_dates_of_both_orders_in_one_column_stop_the_mapping(run, log):  # noqa: F811
    said = run("map", log(LOG + "2,09/13/2026,GDPR,x\n"), "--to", "incidents", "--yes", "--dates", "day_first")
    assert said.code == 8 and "has dates of both orders" in said.out
    assert "13 September 2026 (day first)" in said.out and "13 September 2026 (month first)" in said.out


def test_a_required_column_without_a_source_is_named_with_what_to_do(run, log):  # noqa: F811
    said = run("map", log("Ref,Incident date,Category\n1,13/09/2026,Bullying\n"), "--to", "incidents", "--yes")
    assert said.code == 8
    assert "reported_at is required, and no column of the file is it" in said.out
    assert "--set reported_at=\"HEADER\" with one of 'Incident date' (now occurred_at)" in said.out


def test_one_column_may_speak_for_two(run, log, tmp_path):  # noqa: F811
    text = "Ref,Incident date,Category\n1,13/09/2026,Bullying\n"
    both = ("--set", "reported_at=Incident date", "--set", "occurred_at=incident date")
    assert run("map", log(text), "--to", "incidents", "--yes", *both).code == 0
    written = (tmp_path / "data" / "formats" / "log.sql").read_text(encoding="utf-8")
    assert "incident_date as reported_at" in written and "incident_date as occurred_at" in written


def test_without_a_table_the_likeliest_is_named_with_the_reason(run, log):  # noqa: F811
    said = run("map", log())
    assert "The likeliest table is incidents: the file has incident_id ('Ref')" in said.out
    assert "To say another: --to TABLE." in said.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n", "has a header and no rows"),
        ("13/09/2026,5,Bullying\n14/09/2026,6,GDPR\n", "The table has no row of headers"),
        ("ann@x.uk,Yes\nbob@x.uk,No\n", "Put a first row above them that says what each column is"),
        ("only one column\nvalue\n", "no row has two cells"),
        ("", "The file is empty"),
        ("dish,price in pounds,colour\nsoup,2,red\npie,3,blue\n", "No table of the contract is like this file"),
    ],
)
def test_what_is_no_table_of_ours_is_refused(run, log, text, told):  # noqa: F811
    said = run("map", log(text))
    assert said.code == 3 and told in said.err and "Traceback" not in said.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--to", "incident"), "There is no table 'incident'. Did you mean 'incidents'?"),
        (("--to", "incidents", "--set", "reported=Ref"), "has no column 'reported'. Did you mean 'reported_at'?"),
        (("--to", "incidents", "--set", "reported_at=Date of concen"), "Did you mean 'Date of concern'?"),
        (("--to", "incidents", "--set", "reported_at"), "--set cannot be understood"),
        (("--to", "incidents", "--fix", "severity=hihg"), "severity accepts no 'hihg'. Did you mean 'high'?"),
        (("--to", "incidents", "--word", "category:X=harasment"), "Did you mean 'harassment'?"),
        (("--to", "incidents", "--word", "X=harassment"), "--word cannot be understood"),
        (("--to", "incidents", "--leave-out", "kategory=X"), "has no column 'kategory'"),
        (("--to", "education", "--set", "topic=Description"), "'Description' is never loaded: free text"),
        (("--to", "incidents", "--name", "Our Log"), "The format needs another name"),
        (("--to", "incidents", "--name", "zendesk_tickets"), "There is a format called 'zendesk_tickets' already"),
        (("--to", "incidents", "--name", "incidents"), "There is a format called 'incidents' already"),
    ],
)
def test_options_that_fit_nothing_are_refused_with_the_nearest(run, log, options, told):  # noqa: F811
    said = run("map", log(), *options)
    assert said.code == 3 and told in said.err and "Traceback" not in said.err


def test_a_wrong_word_for_the_order_is_wrong_usage(run, log):  # noqa: F811
    assert run("map", log(), "--dates", "uk").code == 2


def test_a_file_that_is_not_there(run):  # noqa: F811
    said = run("map", "nowhere.csv")
    assert said.code == 3 and "There is no such file" in said.err


def test_a_file_that_a_format_of_the_program_knows_is_not_mapped(run, log):  # noqa: F811
    text = (
        "module_name,status,enrollment_date,completion_date,user_employee_number\nx,passed,2026-01-01,2026-01-02,E1\n"
    )
    said = run("map", log(text), "--to", "training")
    assert said.code == 3 and "recognised already, as 'KnowBe4: training enrolments'" in said.err
    assert "It follows the format knowbe4_training." in said.err


def test_a_file_with_the_headers_of_the_contract_is_not_mapped(run, log):  # noqa: F811
    text = "session_id,school_id,audience,held_on\n1,900101,learners,2026-09-01\n"
    said = run("map", log(text), "--to", "education")
    assert said.code == 3 and "headers of the contract's own table education" in said.err


def test_a_file_that_an_own_format_knows_is_not_mapped_twice(desk: Desk):
    desk.put("log.csv", LOG)
    desk.map("incidents")
    with pytest.raises(InputError, match=r"recognised already, as 'Log \(own mapping\)'"):
        desk.map("incidents", name="another")


def test_a_format_of_that_name_is_not_written_over(desk: Desk):
    desk.put("log.csv", LOG)
    desk.map("incidents")
    desk.put("log.csv", LOG.replace("Ref", "Serial number"))
    with pytest.raises(InputError, match="There is a format called 'log' already"):
        desk.map("incidents")


def test_a_broken_format_in_the_folder_is_told_first(desk: Desk):
    desk.inbox.settings.formats.mkdir(parents=True)
    (desk.inbox.settings.formats / "old.sql").write_text("select 1", encoding="utf-8")
    desk.put("log.csv", LOG)
    with pytest.raises(ModelError, match=r"old.sql: The format has no header"):
        desk.map("incidents")


def test_a_document_is_no_table(desk: Desk):
    desk.put("posts.json", json.dumps([{"a": 1}]))
    with pytest.raises(InputError, match="The file is no table"):
        desk.map("incidents")


def test_a_workbook_with_several_sheets_wants_to_know_which(desk: Desk):
    workbook = as_workbook([["Ref", "Date", "Category"], [1, "13/09/2026", "Bullying"]], title="Autumn")
    workbook.create_sheet("Spring").append(["Ref", "Date"])
    desk.put("logs.xlsx", workbook)
    with pytest.raises(InputError, match=r'several tables\n  found: Autumn, Spring\n  .*--sheet "Autumn"'):
        desk.map("incidents")
    with pytest.raises(InputError, match=r"There is no sheet 'Autum'. Did you mean 'Autumn'"):
        desk.map("incidents", sheet="Autum")
    assert desk.map("incidents", sheet="autumn")


def test_a_format_may_be_written_elsewhere_to_be_handed_on(desk: Desk, tmp_path):
    desk.put("log.csv", LOG)
    written = desk.map("incidents", out=tmp_path / "for others" / "our_log.sql")
    assert written.exists() and desk.formats == []
    desk.inbox.settings.formats.mkdir(parents=True)
    (desk.inbox.settings.formats / "our_log.sql").write_bytes(written.read_bytes())
    assert desk.rows("incidents", "category") == [("harassment",)]


def test_a_mapping_that_would_keep_no_row_is_not_written(desk: Desk):
    desk.put("log.csv", LOG.replace("Bullying", "Level 3"))
    assert desk.map("incidents") is None and desk.formats == []
    assert "that 'Type of concern' is category is a guess" in desk.told
    assert '--set category="Type of concern" if it is, --set category= if none is' in desk.told
    assert desk.map("incidents", sets=["category=Type of concern"]) is None and desk.formats == []
    assert "no row of the file could be used" in desk.told
    assert "Words of category that are not known: 'Level 3' (1 row). Rows with them will be set aside." in desk.told


def test_every_path_of_the_inbox_says_whose_a_file_is(desk: Desk):
    desk.put("log.csv", LOG)
    desk.map("incidents")
    desk.inbox.put("log of nobody.csv", LOG)
    report = desk.inbox.load()
    assert {part.status for part in report.parts} == {"loaded", "whose"}
