"""A time of day in a column of its own: which date it belongs to, how it may be written, when it belongs to none."""

import pytest

from pipelines.errors import InputError
from pipelines.propose.proposal import Proposal
from pipelines.propose.wishes import Wishes
from tests.propose.conftest import Desk

MOMENT = ("reported_at", "occurred_at")


def clocks_of(proposal: Proposal) -> dict[str, str]:
    """Which column gives the time of day of each date."""
    return {choice.column.name: choice.clock.header for choice in proposal.choices if choice.clock}


def put_log(desk: Desk, header: str, *rows: str) -> None:
    desk.put(
        "log.csv", "\n".join([f"Ref,{header},Category", *(f"{n},{row},GDPR" for n, row in enumerate(rows))]) + "\n"
    )


@pytest.mark.parametrize(
    ("header", "row", "clocks"),
    [
        ("Date reported,Time", "13/09/2026,14:05", {"reported_at": "Time"}),
        ("Date reported,Time reported", "13/09/2026,14:05", {"reported_at": "Time reported"}),
        (
            "Incident date,Incident time,Date reported,Time reported",
            "12/09/2026,08:10,13/09/2026,14:05",
            {"occurred_at": "Incident time", "reported_at": "Time reported"},
        ),
        ("Date reported,Incident date,Incident time", "13/09/2026,12/09/2026,08:10", {"occurred_at": "Incident time"}),
        ("Date reported,Time", "13/09/2026 10:00,14:05", {}),
        ("Date reported,Time", "13/09/2026,lunch", {}),
        ("Date reported,Duration", "13/09/2026,14:05", {}),
    ],
    ids=["alone", "by its word", "one each", "the other's", "a date with a time", "no time of day", "another header"],
)
def test_a_time_goes_with_the_date_that_its_header_names(desk: Desk, header: str, row: str, clocks: dict[str, str]):
    put_log(desk, header, row, row)
    assert clocks_of(desk.propose("incidents")) == clocks


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("14:05", "13:05:00"),
        ("14:05:30", "13:05:30"),
        ("2:05 PM", "13:05:00"),
        ("2:05pm", "13:05:00"),
        ("", "23:00:00"),
    ],
)
def test_every_way_of_writing_a_time_is_read_on_the_schools_clock(desk: Desk, written: str, utc: str):
    """A row without one has midnight, which in summer is an hour before it in UTC."""
    put_log(desk, "Date reported,Time", f"13/09/2026,{written}", "14/09/2026,09:00", "14/09/2026,9:30 AM")
    assert desk.map("incidents")
    day = "2026-09-12" if not written else "2026-09-13"
    assert desk.rows("incidents", "reported_at")[0] == (f"{day} {utc}",)


def test_a_time_that_is_none_sets_only_its_row_aside(desk: Desk):
    put_log(desk, "Date reported,Time", "13/09/2026,14:05", "13/09/2026,lunch", "13/09/2026,15:05")
    assert desk.map("incidents")
    assert [row[0] for row in desk.rows("incidents", "reported_at")] == ["2026-09-13 13:05:00", "2026-09-13 14:05:00"]
    assert [(row[1], row[4]) for row in desk.inbox.rejects()] == [(3, "Time: it is no time of day")]


def test_a_person_may_join_any_date_and_any_time(desk: Desk):
    put_log(desk, "When,Clock", "13/09/2026,14:05", "14/09/2026,09:00")
    joined = Wishes().with_source("reported_at", "When + Clock")
    assert clocks_of(desk.propose("incidents", joined)) == {"reported_at": "Clock"}
    assert desk.map("incidents", sets=["reported_at=When + Clock"])
    assert desk.rows("incidents", "reported_at") == [("2026-09-13 13:05:00",), ("2026-09-14 08:00:00",)]


def test_a_header_with_a_plus_in_it_is_one_header(desk: Desk):
    put_log(desk, "Day + hour,Other", "13/09/2026 14:05,x", "14/09/2026 09:00,y")
    assert desk.map("incidents", sets=["reported_at=Day + hour"])
    assert desk.rows("incidents", "reported_at") == [("2026-09-13 13:05:00",), ("2026-09-14 08:00:00",)]


def test_joining_with_a_column_that_is_not_there_names_the_nearest(desk: Desk):
    put_log(desk, "When,Clock", "13/09/2026,14:05", "14/09/2026,09:00")
    with pytest.raises(InputError, match=r"The file has no column 'Clok'. Did you mean 'Clock'\?"):
        desk.map("incidents", sets=["reported_at=When + Clok"])


@pytest.mark.parametrize("clock", ["", ",Time"])
def test_only_a_date_without_any_time_is_told_to_be_midnight(desk: Desk, clock: str):
    put_log(desk, f"Date reported{clock}", *(f"{day}/09/2026{clock and ',14:05'}" for day in (13, 14)))
    assert desk.map("incidents")
    assert ("no time of day, so midnight is taken" in desk.told) == (not clock)
