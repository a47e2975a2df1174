"""The verbs as a data manager uses them, on a small inbox; their words and exit codes."""

import duckdb
import openpyxl
import pytest

from pipelines.controls import load_controls
from tests.pipelines.conftest import AS_AT, make_older


def results(inbox, query="select * from result.cases order by all"):
    """Rows of the newest build, so that two builds can be compared whole."""
    newest = max((inbox.parent / "warehouse").glob("*.duckdb"))
    with duckdb.connect(newest, read_only=True) as connection:
        return connection.execute(query).fetchall()


def waits(inbox):
    return results(inbox, "select enquiry_id, is_open from mart.enquiries order by enquiry_id")


def test_load_says_what_it_did(inbox, run):
    said = run("load", "--as-at", AS_AT)
    assert said.code == 0
    assert "3 files recognised, 0 not. 5 rows kept, 0 set aside." in said.out
    assert "as at 6 March 2026" in said.out
    assert "Reading exports (3)" in said.err  # one plain line a step where there is no terminal


def test_loading_the_same_folder_twice_changes_nothing(inbox, run):
    run("load", "--as-at", AS_AT)
    first = results(inbox)
    said = run("load", "--as-at", AS_AT)
    assert "5 rows kept" in said.out
    assert results(inbox) == first


def test_a_corrected_file_replaces_what_it_corrects(inbox, run):
    run("load", "--as-at", AS_AT)
    assert waits(inbox) == [("ash-x/q1", False), ("ash-x/q2", True)]
    activity = inbox / "activity.csv"
    activity.write_text(activity.read_text() + "r2,ash-x,reply,outbound,2026-02-11 10:00,t2,q2\n")
    run("load", "--as-at", AS_AT)
    assert waits(inbox) == [("ash-x/q1", False), ("ash-x/q2", False)]


def test_rows_that_two_exports_share_count_once_and_the_newest_wins(inbox, run):
    header = (inbox / "activity.csv").read_text().splitlines()[0]
    newer = inbox / "activity of february.csv"
    newer.write_text(f"{header}\nq2,ash-x,message,inbound,2026-02-10 16:00,t2,\n")
    make_older(inbox / "activity.csv", hours=24)
    run("load", "--as-at", AS_AT)
    received = "select strftime(received_at, '%H:%M') from mart.enquiries where enquiry_id = 'ash-x/q2'"
    assert results(inbox, received) == [("16:00",)]


def test_judging_as_of_an_earlier_day_knows_nothing_later(inbox, run):
    run("load", "--as-at", "2026-02-02")
    assert waits(inbox) == [("ash-x/q1", True)]


def test_undo_takes_a_file_back_out(inbox, run):
    run("load", "--as-at", AS_AT)
    said = run("undo", "activity.csv", "--as-at", AS_AT)
    assert (said.code, waits(inbox)) == (0, [])
    assert "Taken back out: 3 rows" in said.out


def test_the_inbox_can_be_emptied_and_nothing_is_lost(inbox, run):
    run("load", "--as-at", AS_AT, "--remove-loaded")
    assert [path.name for path in inbox.rglob("*") if path.is_file()] == []
    run("load", "--as-at", AS_AT)
    assert len(waits(inbox)) == 2


def test_an_empty_inbox_says_what_to_put_there(run):
    said = run("load")
    assert said.code == 3
    assert "The inbox is empty" in said.err
    assert "python -m pipelines templates" in said.err


def test_an_unknown_file_is_listed_and_the_rest_is_loaded(inbox, run):
    (inbox / "lunch.csv").write_text("dish,price\nsoup,2.10\n")
    said = run("load", "--as-at", AS_AT)
    assert said.code == 0
    assert "3 files recognised, 1 not" in said.out
    assert "lunch.csv: The file follows no format that is known here" in said.out


def test_a_row_with_a_bad_date_is_named_by_file_row_and_column(inbox, run):
    activity = inbox / "activity.csv"
    activity.write_text(activity.read_text().replace("2026-02-10 10:00", "31/02/2026 10:00"))
    said = run("check")
    assert said.code == 8
    assert "activity.csv, row 4, column sent_at" in said.out
    assert "is no date and time. Found: 31/02/2026 10:00. Accepted: a date and time" in said.out
    assert not (inbox.parent / "staged").exists()  # nothing was kept
    run("load", "--as-at", AS_AT)
    assert waits(inbox) == [("ash-x/q1", False)]
    assert results(inbox, "select row_number, column_name from load.rejects") == [(4, "sent_at")]


def test_check_of_a_sound_inbox_finds_nothing_to_mend(inbox, run):
    assert run("check").code == 0


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_the_encoding_of_a_file_does_not_matter(inbox, run, encoding):
    (inbox / "schools.csv").write_text(
        "school_id,school_name,nation,policy\nash,Ysgol Tŷ-Coed’s\xa0Ash,wales,barnes\n".replace("ŷ", "ö"),
        encoding=encoding,
    )
    run("load", "--as-at", AS_AT)
    assert results(inbox, "select school_name from warehouse.schools")[0][0].startswith("Ysgol Tö-Coed’s")


def test_an_account_that_is_on_no_register_is_kept_and_counted(inbox, run):
    activity = inbox / "activity.csv"
    activity.write_text(activity.read_text() + "q9,stranger,message,inbound,2026-02-12 10:00,t9,\n")
    run("load", "--as-at", AS_AT)
    assert ("stranger/q9", True) in waits(inbox)
    assert results(inbox, "select account_id from warehouse.accounts where not is_registered") == [("stranger",)]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ('control = "response_withn"\nparameters = { working_days = 5 }', "response_within"),
        ('control = "response_within"', "working_days"),
    ],
)
def test_a_policy_that_cannot_be_judged_stops_the_load_with_its_line(inbox, run, clause, expected):
    own = inbox.parent / "policies"
    own.mkdir()
    (own / "elm.toml").write_text(f"""
key = "elm"
title = "Elm"
school_wording = "policy"
source = "Elm"
version = "1"

[[clauses]]
id = "ELM-1"
theme = "responding"
requirement = "Enquiries are answered."
evidence = "measured"
{clause}
""")
    said = run("load", "--as-at", AS_AT)
    assert said.code == 4
    assert "ELM-1" in said.err
    assert expected in said.err


def test_status_before_any_load_says_what_to_run(run):
    said = run("status")
    assert said.code == 6
    assert "python -m pipelines load" in said.err


def test_status_lists_what_is_loaded(inbox, run):
    run("load", "--as-at", AS_AT)
    said = run("status", "--files")
    assert "activity" in said.out
    assert "accounts.csv" in said.out


def test_explain_shows_the_arithmetic_of_each_case(inbox, run):
    run("load", "--as-at", AS_AT)
    said = run("explain", "bps-05", "ashgrove academy", "--period", "Spring 1 2025/26")
    assert "Promise:" in said.out
    assert "[met] 2 February 2026, ash-x/q1" in said.out
    assert "1 working day" in said.out


def test_explain_says_what_would_settle_a_clause_without_data(inbox, run):
    run("load", "--as-at", AS_AT)
    said = run("explain", "BPS-02", "ash").out
    assert "Status: no data\n" in said
    assert "What would settle it: Attest the clause" in said
    assert "nan" not in said
    assert "What counts as a breach" not in said


def test_explain_counts_breaches_and_says_what_one_is(inbox, run):
    incidents = "incident_id,school_id,category,reported_at\ni1,ash,contact_with_learner,2026-03-02 10:00\n"
    (inbox / "incidents.csv").write_text(incidents)
    (inbox / "returns.csv").write_text("school_id,dataset,covers_from,covers_to\nash,incidents,2025-09-01,2026-03-06\n")
    run("load", "--as-at", AS_AT)
    found = run("explain", "BPS-12", "ash").out
    assert "What counts as a breach: Any contact by staff or governors" in found
    assert "Status: not kept (1 breach)\n" in found
    assert "What would settle it" not in found
    assert "Status: kept (0 breaches)\n" in run("explain", "BPS-12", "ash", "--period", "Autumn 1 2025/26").out


def test_explain_counts_what_is_not_due_yet(inbox, run):
    (inbox / "activity.csv").write_text(
        "item_id,account_id,kind,direction,sent_at,thread_id\nq,ash-x,message,inbound,2026-03-05 10:00,t\n"
    )
    run("load", "--as-at", AS_AT)
    assert "Status: not yet due (1 not yet due)\n" in run("explain", "BPS-05", "ash").out


def test_explain_tells_who_attested_a_clause_and_when(inbox, run):
    answers = "school_id,clause,answer,attested_on,attested_by_role,evidence\n"
    (inbox / "attestations.csv").write_text(answers + "ash,BPS-02,yes,2026-02-04,senior_leader,[the safe]\n")
    run("load", "--as-at", AS_AT)
    said = run("explain", "BPS-02", "ash")
    said_by_school = "What the school says: Answered yes by the senior leader on 4 February 2026"
    assert f"{said_by_school}; evidence kept: [the safe]\n" in said.out
    assert "Answered yes by the senior leader on 4 February 2026, 30 days before 6 March 2026. To be" in said.out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("BPS_05", "ash"), "BPS-05"),
        (("BPS-05", "Ashgrove Acadmy"), "Ashgrove Academy"),
        (("BPS-05", "ash", "--period", "Spring 1 2025/2"), "Spring 1 2025/26"),
        (("BPS-05", ""), "No school '' is on the register"),
    ],
)
def test_explain_names_the_nearest_that_exists(inbox, run, words, hint):
    run("load", "--as-at", AS_AT)
    said = run("explain", *words)
    assert said.code == 3
    assert hint in said.err


def test_templates_hold_every_table_and_load_as_they_are(run, tmp_path):
    run("templates", str(tmp_path / "blank"))
    names = {path.stem for path in (tmp_path / "blank").glob("*.csv")}
    assert {"schools", "activity", "returns"} < names
    workbook = openpyxl.load_workbook(tmp_path / "blank" / "oversight-templates.xlsx")
    assert set(workbook.sheetnames) == names | {"Notes"}
    assert [cell.value for cell in workbook["returns"][1]][:2] == ["school_id", "dataset"]


def test_a_new_policy_lists_every_control(run, tmp_path):
    said = run("policy", "new", "greenfield")
    written = tmp_path / "data" / "policies" / "greenfield.toml"
    assert said.code == 0
    assert all(name in written.read_text() for name in load_controls())


@pytest.mark.parametrize("verb", ["demo", "load", "check", "status", "explain", "undo", "templates"])
def test_every_verb_has_help_with_an_example(run, verb):
    said = run(verb, "--help")
    assert said.code == 0
    assert f"python -m pipelines {verb}" in said.out
