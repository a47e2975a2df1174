"""Columns that come once for each thing become rows, and only where the header has that shape."""

import csv
import io
import random
import shutil
from pathlib import Path

import pytest
from small_inbox import Inbox

from pipelines.formats import Format, SourceColumn, Unfold
from pipelines.readers import Peek
from pipelines.recognise import Unrecognised, recognise
from tests.intake.test_recognise import part

UNFOLDS = Unfold(columns=("status", "on"), heading="thing", next_headers=r"|\d{4}-\d\d-\d\d")
COLUMNS = {
    "email": SourceColumn(name="email", optional=True),
    "thing": SourceColumn(name="thing", required=True),
    "status": SourceColumn(name="status"),
    "on": SourceColumn(name="on"),
}
FORMAT = Format(name="wide", title="Wide", vendor="v", evidence="own", table="training", whose="file", select="",
                reader="csv", columns=COLUMNS, unfolds=UNFOLDS)  # fmt: skip


def groups(*header: str) -> tuple[tuple[str, int], ...]:
    return recognise(part(), Peek(rows=(header,)), [FORMAT]).layout.groups


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("", "Email", "A", ""), (("A", 2),)),
        (("", "A", "", "B", "2026-09-01"), (("A", 1), ("B", 3))),
        (("", "Email", "Department", "A", "", "B", ""), (("A", 3), ("B", 5))),
        (("", "Email", "Email again", "", "B", ""), (("Email again", 2), ("B", 4))),
    ],
)
def test_groups_reach_to_the_end_of_the_header(header, found):
    assert groups(*header) == found


@pytest.mark.parametrize(
    "header",
    [("", "Email"), ("", "Email", "A"), ("", "Email", "A", "B"), ("", "", "", ""), ("Email",), ("", "A", "", "B")],
)
def test_a_header_of_another_shape_has_none(header):
    with pytest.raises(Unrecognised):
        groups(*header)


def write(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_a_progress_report_is_the_same_in_both_of_its_forms(inbox: Inbox, delimiter: str, encoding: str):
    rows = [["", "ID number", "Annual update", ""], ["Zoë", "E1", "Completed", "2026-09-07 09:15:00"]]
    inbox.put("progress.x.csv", write(rows, delimiter).encode(encoding))
    assert inbox.only_part().format == "moodle_activity_completion"
    assert inbox.query("select module, cast(completed_on as varchar) from staged.training") == [
        ("annual_update", "2026-09-07")
    ]


@pytest.mark.parametrize("seed", range(6))
def test_every_completed_cell_is_a_row_and_no_other(inbox: Inbox, seed: int):
    dice = random.Random(seed)
    things = [f"Course {n}" for n in range(dice.randint(1, 6))]
    header = [
        "",
        "Email address",
        *(cell for thing in things for cell in (thing, dice.choice(["", "2026-01-01 00:00:00"]))),
    ]
    words = ["Completed", "Not completed", "Completed (achieved pass grade)", "Completed (did not achieve pass grade)"]
    expected, rows = set(), [header]
    for person in range(dice.randint(1, 30)):
        row = [f"Name {person}", f"P{person}@example.org"]
        for thing in things:
            state, day = dice.choice(words), f"2026-0{dice.randint(1, 9)}-11"
            row += [state, "" if state == "Not completed" else f"{day} 12:00:00"]
            if state in (words[0], words[2]):
                expected.add((person, thing, day))
        rows.append(row)
    inbox.put("progress.csv", write(rows, ","))
    inbox.load()
    found = inbox.query("select _row - 2, course, cast(completed_on as varchar) from staged.training")
    assert set(found) == expected and len(found) == len(expected)


def test_names_and_who_set_a_state_by_hand_are_kept_nowhere(inbox: Inbox):
    done = "Completed (set by Ozymandias Vane)"
    header = ["", "Email address", "Induction", ""]
    rows = [header, ["Amaranthea Quill", "a@example.org", done, "2026-09-07 09:15:00"]]
    inbox.put("progress.csv", write(rows, ","))
    inbox.load()
    staged = b"".join(path.read_bytes() for path in inbox.settings.staged.glob("*/*"))
    assert inbox.query("select count(*) from staged.training") == [(1,)]
    assert not any(name in staged for name in (b"Amaranthea", b"Ozymandias", b"a@example.org"))


def test_a_row_of_data_that_ends_in_an_empty_cell_is_no_header(inbox: Inbox):
    inbox.put("visits.csv", "Visitor,Day,Room,Note\nAnn,2026-09-07,Hall,\nBen,2026-09-08,Office,\n")
    assert inbox.only_part().status == "unrecognised"


@pytest.mark.real
def test_the_national_register_is_taken_for_no_progress_report(inbox: Inbox, real_exports: Path):
    shutil.copy(real_exports / "gias" / "example_schools_dfe_anonymised.csv", inbox.settings.inbox)
    part = inbox.only_part()
    assert part.status == "unrecognised" and "but for the column 'policy'" in part.message
