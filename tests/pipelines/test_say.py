"""What the command line prints of rows set aside and of files: as they are, whatever they are called."""

import pytest

from pipelines import say
from pipelines.manifest import PartRecord
from pipelines.rejects import Reject
from pipelines.stage import IntakeReport
from tests.pipelines.conftest import AS_AT

BAD_DATE = Reject("activity.csv", 4, "sent_at", "31/02/2026", "is no date and time.", "a date and time")


def told(capsys, *rejects):
    """The lines printed of these rejects."""
    capsys.readouterr()
    say._tell_rejects(rejects)
    return capsys.readouterr().out.splitlines()


def test_a_reject_says_where_what_and_what_is_accepted(capsys):
    assert told(capsys, BAD_DATE) == [
        "activity.csv, row 4, column sent_at: is no date and time. Found: 31/02/2026. Accepted: a date and time."
    ]


@pytest.mark.parametrize(
    ("reject", "line"),
    [
        (
            Reject("people.csv", 3, "person_id", None, "is missing", ""),
            "people.csv, row 3, column person_id: is missing.",
        ),
        (
            Reject("people.csv", 3, "role", None, "is missing", "teacher, governor"),
            "people.csv, row 3, column role: is missing. Accepted: teacher, governor.",
        ),
        (
            Reject("people.csv", 3, None, None, "the row ends before its last column", None),
            "people.csv, row 3: the row ends before its last column.",
        ),
        (
            Reject("people.csv", 3, "pupils", "many", "is no whole number", None),
            "people.csv, row 3, column pupils: is no whole number. Found: many.",
        ),
    ],
    ids=["nothing found", "nothing found, some accepted", "the row as a whole", "nothing to accept named"],
)
def test_what_a_reject_does_not_know_is_left_unsaid(capsys, reject, line):
    assert told(capsys, reject) == [line]


@pytest.mark.parametrize("value", ["[bold]", "[/]", "[/red] soup", "a [link=x]b[/link]", ":warning:", "\\[x]"])
def test_a_value_is_printed_as_it_is_and_never_as_markup(capsys, value):
    reject = Reject("[final] activity.csv", 4, "sent_at", value, "is no date", "a date")
    (line,) = told(capsys, reject)
    assert line == f"[final] activity.csv, row 4, column sent_at: is no date. Found: {value}. Accepted: a date."


@pytest.mark.parametrize(("count", "more"), [(20, None), (21, "... and 1 more."), (1020, "... and 1,000 more.")])
def test_a_long_list_of_rejects_is_cut_and_says_so(capsys, count, more):
    lines = told(capsys, *[BAD_DATE] * count)
    assert lines[20:] == ([more] if more else [])


@pytest.mark.parametrize("name", ["activity [final].csv", "activity [/b].csv", "activity [red].csv"])
def test_a_file_may_have_brackets_in_its_name(inbox, run, name):
    (inbox / "activity.csv").rename(inbox / name.replace("/", "-"))
    (inbox / "lunch [/menu]".replace("/", "-")).write_text("dish,price\nsoup,2.10\n")
    checked = run("check")
    assert name.replace("/", "-") in checked.out
    assert "lunch [-menu]" in checked.out
    loaded = run("load", "--as-at", AS_AT)
    assert (loaded.code, "3 files recognised, 1 not" in loaded.out) == (0, True)


def part(file, message, status="unrecognised"):
    return PartRecord(file=file, status=status, exported_at="", loaded_at="", message=message)


def told_of_files(capsys, *parts):
    capsys.readouterr()
    say._tell_not_loaded(parts)
    return capsys.readouterr().out.splitlines()


def test_files_with_the_same_to_say_of_them_are_told_of_together(capsys):
    whose = "{}: Whose is it? The export does not say\n  what to do: Move it to 1/<account_id>/ in the inbox."
    unknown = "{}: The file follows no format that is known here"
    parts = [part(name, whose.format(name)) for name in ("a.csv", "b.csv", "d [red].csv")]
    assert told_of_files(capsys, parts[0], part("c.csv", unknown.format("c.csv")), *parts[1:]) == [
        "a.csv: Whose is it? The export does not say",
        "  what to do: Move it to 1/<account_id>/ in the inbox.",
        "  likewise: b.csv; d [red].csv",
        "c.csv: The file follows no format that is known here",
    ]


def test_a_message_that_begins_with_a_place_in_the_file_or_without_it_names_the_file_once(capsys):
    contradicted, gathered = "a.csv, column sent_at: The dates contradict", "7 other files in it hold nothing"
    assert told_of_files(capsys, part("a.csv", contradicted), part("x.zip", gathered), part("y.zip", gathered)) == [
        contradicted,
        "x.zip: 7 other files in it hold nothing",
        "  likewise: y.zip",
    ]


@pytest.mark.parametrize(("count", "end"), [(21, "20.csv"), (22, "20.csv and 1 more"), (1021, "20.csv and 1,000 more")])
def test_a_long_list_of_files_is_cut_and_says_so(capsys, count, end):
    _, likewise = told_of_files(capsys, *(part(f"{number}.csv", f"{number}.csv: empty") for number in range(count)))
    assert likewise.startswith("  likewise: 1.csv; 2.csv; ") and likewise.endswith(f"; {end}")


@pytest.mark.parametrize(
    ("statuses", "line"),
    [
        (["loaded", "unrecognised"], "1 file recognised, 1 not. 0 rows kept, 0 set aside."),
        (
            ["loaded", "uncounted", "uncounted", "whose"],
            "1 file recognised, 1 not. 2 more are known and hold nothing that is counted. 0 rows kept, 0 set aside.",
        ),
        (
            ["uncounted"],
            "0 files recognised, 0 not. 1 more is known and holds nothing that is counted. 0 rows kept, 0 set aside.",
        ),
    ],
)
def test_what_is_known_and_not_counted_is_not_told_as_unknown(capsys, statuses, line):
    parts = tuple(part(f"{number}.csv", "", status) for number, status in enumerate(statuses))
    capsys.readouterr()
    say._tell_counts(IntakeReport(parts))
    assert capsys.readouterr().out.splitlines() == [line]


def test_a_bracket_in_a_row_stops_no_check(inbox, run):
    activity = inbox / "activity.csv"
    activity.write_text(activity.read_text().replace("2026-02-10 10:00", "[/10 February]"))
    said = run("check")
    assert (said.code, "Found: [/10 February]." in said.out) == (8, True)
