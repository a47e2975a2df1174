"""The page Load exports as a data manager uses it: look, see what would change, load, take back out."""

import json

import pytest

from dashboard.loading import verbs
from pipelines.errors import BusyError, InputError, OversightError
from pipelines.settings import choose_settings
from pipelines.warehouse import hold_data_folder, list_builds, newest_build, open_reader
from tests.dashboard.viewers import claims, sit_down, write_list

SCHOOLS = "school_id,school_name,nation,policy\nash,Ashgrove Academy,england,barnes\n"
ACCOUNTS = "account_id,school_id,platform,opened_on\nash-x,ash,x,2025-09-01\n"
HEADER = "item_id,account_id,kind,direction,sent_at,thread_id,in_reply_to\n"
ASKED = "q1,ash-x,message,inbound,2026-02-02 10:00,t1,\n"
ANSWERED = "r1,ash-x,reply,outbound,2026-02-03 10:00,t1,q1\n"
FIRST = {"schools.csv": SCHOOLS, "accounts.csv": ACCOUNTS, "activity.csv": HEADER + ASKED}


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder that nothing was loaded into yet."""
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    return tmp_path / "data"


def words_of(app):
    said = [*app.markdown, *app.success, *app.info, *app.error, *app.caption]
    return " ".join(block.value for block in said).replace("\\", "")


def press(app, label):
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run(timeout=90)


def upload(app, files):
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files.items()])
    return app.run()


def cells(app, number):
    """The rows of a table of the page, without the escapes that keep words from being Markdown."""
    rows = app.table[number].value.astype(str)
    plain = rows.map(lambda cell: cell.replace("\\", "")).rename(columns=lambda name: name.replace("\\", ""))
    return plain.to_dict("records")


def ask(data, query):
    # Opened as the dashboard does: one process opens a file in one way only.
    with open_reader(newest_build(choose_settings(data))) as connection:
        return connection.execute(query).fetchall()


def test_before_the_first_load_the_page_is_there_and_others_say_what_to_do(data, open_page):
    app = open_page("load_exports", data=data)
    assert not app.error and "No file is chosen yet." in words_of(app)
    assert app.title[0].value == "Which files do I add this month?"


def test_files_are_looked_at_first_and_kept_only_when_they_are_loaded(data, open_page):
    app = upload(open_page("load_exports", data=data), FIRST | {"lunch.csv": "dish,price\nsoup,2\n"})
    app = press(app, "See what they are")
    assert "3 files would be loaded with 3 rows, one file not." in words_of(app)
    assert {row["File"]: row["State"] for row in cells(app, 0)} == {
        "accounts.csv": "Will be loaded",
        "activity.csv": "Will be loaded",
        "lunch.csv": "Not recognised",
        "schools.csv": "Will be loaded",
    }
    assert {row["Data set"]: row["Rows then"] for row in cells(app, 1)}["Account activity"] == "1"
    assert list_builds(choose_settings(data)) == [] and not (data / "staged").exists()

    app = press(app, "Load these files")
    assert not app.error, app.error[0].value
    assert "3 files recognised, 0 not. 3 rows kept, 0 set aside." in words_of(app)
    assert ask(data, "select enquiry_id, is_open from mart.enquiries") == [("ash-x/q1", True)]
    # What was not recognised never reached the inbox, and what was loaded has left it.
    assert [path.name for path in (data / "exports").rglob("*") if path.is_file()] == []
    line = json.loads(next((data / "audit").glob("*.jsonl")).read_text())
    assert (line["action"], line["actor"], line["files"]) == ("load", "local", 3)

    app = upload(app, {"more.csv": HEADER + ANSWERED})
    app = press(app, "See what they are")
    rows = {row["Data set"]: row for row in cells(app, 1)}
    assert (rows["Account activity"]["Rows now"], rows["Account activity"]["Rows then"]) == ("1", "2")
    changed = [row for row in cells(app, 2) if row["Clause"] == "BPS-05" and row["Half-term"] == "Spring 1 2025/26"]
    assert [(row["Status now"], row["Status then"]) for row in changed] == [("Not kept", "Kept")]
    app = press(app, "Load these files")
    assert ask(data, "select is_open from mart.enquiries") == [(False,)]

    (which,) = [box for box in app.selectbox if box.label == "Which file?"]
    which.set_value("more.csv").run()
    app = press(app, "Take it back out")
    assert "Taken back out: 1 row." in words_of(app)
    assert ask(data, "select is_open from mart.enquiries") == [(True,)]


def test_rows_that_would_be_set_aside_are_shown_with_their_reason(data, open_page):
    bad = HEADER + ASKED.replace("2026-02-02", "2026-02-31")
    app = press(upload(open_page("load_exports", data=data), FIRST | {"activity.csv": bad}), "See what they are")
    (row,) = [row for row in cells(app, 1) if row["File"] == "activity.csv"]
    assert (row["Row"], row["Column"]) == ("2", "sent_at") and "is no date and time" in row["Why"]


def test_files_exchanged_after_the_look_are_looked_at_again(data, open_page):
    app = press(upload(open_page("load_exports", data=data), FIRST), "See what they are")
    app = upload(app, FIRST | {"activity.csv": HEADER})
    assert "Load these files" not in {button.label for button in app.button}


def test_a_load_that_cannot_be_done_is_told_in_words(data, open_page):
    wrong = FIRST | {"activity.csv": "item_id\n1\n"}
    app = press(
        upload(open_page("load_exports", data=data), {"activity.csv": wrong["activity.csv"]}), "See what they are"
    )
    assert "Traceback" not in words_of(app)
    assert app.error or "not" in words_of(app)


def test_two_files_of_one_name_are_refused(data, open_page):
    app = open_page("load_exports", data=data)
    app.file_uploader[0].set_value([("a.csv", b"x\n1\n", "text/csv"), ("a.csv", b"x\n2\n", "text/csv")])
    app = press(app.run(), "See what they are")
    assert "Two of these files have the same name" in app.error[0].value


def test_who_may_not_see_every_school_cannot_load(data, monkeypatch, tmp_path, open_page):
    from tests.dashboard.sample_build import AS_AT, TABLES, write_build

    write_build(data, TABLES, AS_AT)
    write_list(data, ("dm@ash.test", "data_manager", "ash"))
    with sit_down(data, claims("dm@ash.test"), monkeypatch) as seat:
        seat.go("load_exports")
        assert "You cannot load files here." in words_of(seat.app)
        assert not seat.app.file_uploader


def run_quietly(monkeypatch, data, *words, **limits):
    monkeypatch.setenv("OVERSIGHT_DATA", str(data))
    lines = []
    finished = verbs.run_verb(words, on_line=lines.append, **limits)
    return finished.out, lines


def test_a_verb_that_takes_too_long_is_stopped_and_says_so(data, monkeypatch):
    with pytest.raises(InputError, match="took longer than 0 minutes and was stopped"):
        run_quietly(monkeypatch, data, "demo", "--no-serve", seconds=0.2)


def test_a_verb_waits_its_turn_and_then_says_that_another_is_under_way(data, monkeypatch):
    (data / "exports").mkdir(parents=True)
    (data / "exports" / "schools.csv").write_text(SCHOOLS)
    with hold_data_folder(choose_settings(data)), pytest.raises(BusyError, match="did not end while this one waited"):
        run_quietly(monkeypatch, data, "load", "--wait", "0.2")
    out, lines = run_quietly(monkeypatch, data, "load", "--wait", "5")
    assert "1 file recognised" in out
    assert any(line.startswith("Reading exports") for line in lines)


def test_a_verb_that_fails_says_its_own_words(data, monkeypatch):
    with pytest.raises(OversightError, match="The inbox is empty"):
        run_quietly(monkeypatch, data, "load")
