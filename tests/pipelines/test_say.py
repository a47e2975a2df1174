"""What the command line prints of rows set aside and of files: as they are, whatever they are called."""

import pytest

from pipelines import say
from pipelines.rejects import Reject
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


def test_a_bracket_in_a_row_stops_no_check(inbox, run):
    activity = inbox / "activity.csv"
    activity.write_text(activity.read_text().replace("2026-02-10 10:00", "[/10 February]"))
    said = run("check")
    assert (said.code, "Found: [/10 February]." in said.out) == (8, True)
