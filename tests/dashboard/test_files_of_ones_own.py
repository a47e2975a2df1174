"""Data quality as somebody sees it who may not see every school: their own files, and a plain word where none is."""

from pathlib import Path

import pytest

from tests.dashboard.sample_build import AS_AT, write_build
from tests.dashboard.three_schools import tell_tale_tables
from tests.dashboard.viewers import PERIOD, Seat, claims, schools_in, sit_down, write_list

GOVERNOR = "governor@wombats.test"


def test_where_every_file_holds_other_schools_rows_too_nothing_is_said_to_be_well(
    trust: Path, monkeypatch: pytest.MonkeyPatch
):
    with sit_down(trust, claims(GOVERNOR), monkeypatch) as seat:
        seat.go("data_quality", **PERIOD)
        answer = seat.app.markdown[0].value
        assert "No file is listed for you" in answer
        assert "data sets end over a month before the day of judging" in answer
        assert [metric.label for metric in seat.app.metric] == ["Over a month behind", "With a hole"]
        assert any("Files that hold other schools' rows" in words for words in notes_of(seat))
        assert not any(word in words for words in notes_of(seat) for word in ("Every file", "No row was set aside"))


def test_files_of_their_school_alone_are_listed_with_their_rejects_but_not_the_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_build(tmp_path, tell_tale_tables() | {"incidents": tell_tale_tables(("wombats",))["incidents"]}, AS_AT)
    write_list(tmp_path, (GOVERNOR, "governor", "wombats"), ("chair@all.test", "director", "all"))
    with sit_down(tmp_path, claims(GOVERNOR), monkeypatch) as seat:
        seat.go("data_quality", **PERIOD)
        assert [metric.value for metric in seat.app.metric][:2] == ["1 of 1", "1"]
        shown = seat.everything.replace(b"\\", b"")
        assert b"incidents.csv" in shown
        assert b"schools.csv" not in shown
        assert b"visits.csv" not in shown
        assert b"reported_at: is no date and time" in shown
        assert b"'yesterday'" not in shown
        assert schools_in(seat.everything) == ["wombats"]
    with sit_down(tmp_path, claims("chair@all.test"), monkeypatch) as seat:
        seat.go("data_quality", **PERIOD)
        shown = seat.everything.replace(b"\\", b"")
        assert b"visits.csv" in shown
        assert b"reported_at: 'yesterday' is no date and time" in shown


def notes_of(seat: Seat) -> list[str]:
    return [note.value.replace("\\", "") for note in seat.app.info]
