"""The real list of links between English schools, checked against the csv module's own reading of it."""

import csv
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from small_inbox import Inbox

pytestmark = pytest.mark.real
FILE = "links_edubasealldata20250422.csv"
FORWARD = {"Successor", "Successor - merged", "Successor - amalgamated"}
BACKWARD = {"Predecessor", "Predecessor - merged", "Predecessor - amalgamated"}


def read_plainly(path: Path) -> dict[tuple[str, str], set[str]]:
    """(old, new) of every link that says which way it points, with the dates it was given."""
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    with path.open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file):
            ends = row["URN"], row["LinkURN"]
            if row["LinkType"] in FORWARD | BACKWARD:
                pairs[ends if row["LinkType"] in FORWARD else ends[::-1]].add(row["LinkEstablishedDate"])
    return pairs


def load(inbox: Inbox, real_exports: Path) -> Path:
    shutil.copy(real_exports / "gias" / FILE, inbox.settings.inbox)
    part = inbox.only_part()
    assert (part.format, part.status, part.rows_rejected) == ("gias_links", "loaded", 0)
    return real_exports / "gias" / FILE


def test_every_link_that_points_somewhere_is_kept_once_with_its_earliest_date(inbox: Inbox, real_exports: Path):
    pairs = read_plainly(load(inbox, real_exports))
    earliest = {
        (old, new, min(("-".join(reversed(day.split("-"))) for day in days if day), default=None))
        for (old, new), days in pairs.items()
    }
    assert len(earliest) > 16_000
    found = inbox.query("select old_school_id, new_school_id, cast(linked_on as varchar) from staged.school_links")
    assert set(found) == earliest and len(found) == len(earliest)


def test_no_name_of_a_school_is_kept_with_the_links(inbox: Inbox, real_exports: Path):
    load(inbox, real_exports)
    staged = b"".join(path.read_bytes() for path in inbox.settings.staged.glob("*/*"))
    assert staged and b"Primary School" not in staged and b"Academy" not in staged
