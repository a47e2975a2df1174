"""ZIP files, read in place."""

import io
import zipfile
from pathlib import Path

import pytest
from small_inbox import Inbox, activity, as_csv, person

from pipelines.readers import limits
from pipelines.stage import undo

CONTRACT = as_csv([activity()])


def pack(**members: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return packed.getvalue()


def test_members_are_read_in_place_and_named_behind_the_zip(inbox: Inbox):
    inbox.put("900101/page/all.zip", pack(**{"deep/a.csv": CONTRACT, "b.csv": as_csv([person()])}))
    inbox.load()
    assert inbox.query("select file, status from load.files order by file") == [
        ("900101/page/all.zip/b.csv", "loaded"),
        ("900101/page/all.zip/deep/a.csv", "loaded"),
    ]
    assert inbox.rows("activity", "_school_id", "_account_id", "_folder") == [("900101", "page", "900101/page")]


def test_what_nobody_asks_for_in_a_loaded_zip_is_one_line(inbox: Inbox):
    others = {f"data/ads{number}.js": "window.YTD.ads.part0 = [{}]" for number in range(7)}
    inbox.put("x.zip", pack(**{"a.csv": CONTRACT, "photo.jpg": b"\xff\xd8", **others}))
    inbox.load()
    found = inbox.query("select file, status, message from load.files order by status")
    assert [row[:2] for row in found] == [("x.zip/a.csv", "loaded"), ("x.zip", "unrecognised")]
    assert found[1][2].startswith("7 other files in it hold nothing that is read here: data/ads0.js")


def test_a_damaged_member_does_not_cost_the_others(inbox: Inbox):
    inbox.put("x.zip", pack(**{"a.csv": CONTRACT, "book.xlsx": b"PK\x03\x04 no workbook", "inner.zip": pack(a=b"x")}))
    inbox.load()
    assert inbox.query("select file, status from load.files order by file") == [
        ("x.zip/a.csv", "loaded"),
        ("x.zip/book.xlsx", "failed"),
        ("x.zip/inner.zip", "failed"),
    ]


def test_term_dates_in_a_zip_are_read_like_those_beside_it(inbox: Inbox):
    calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260901\r\nSUMMARY:INSET\r\nEND:VEVENT\r\n"
    stretches = "terms:\n- {name: Autumn, start: 2026-09-02, end: 2026-12-18}\nauthority: Kent\ncountry: England\n"
    for name, content in {"days.ics": calendar, "kent.yaml": stretches}.items():
        inbox.put(f"900101/beside/{name}", content)
    inbox.load()
    asked = "select school_id, kind, starts_on, ends_on from staged.term_dates order by all"
    beside = inbox.query(asked)
    assert len(beside) == 2
    undo(inbox.settings, "days.ics")
    undo(inbox.settings, "kent.yaml")
    for path in (inbox.settings.inbox / "900101" / "beside").iterdir():
        path.unlink()
    inbox.put("900101/terms.zip", pack(**{"days.ics": calendar, "deep/kent.yml": stretches}))
    inbox.load()
    assert inbox.query(asked) == beside


def test_a_document_in_a_zip_that_cannot_be_read_is_told_of_beside_the_others(inbox: Inbox):
    inbox.put("x.zip", pack(**{"a.csv": CONTRACT, "terms.yaml": "a: &a [1]\nb: *a\n"}))
    inbox.load()
    told = inbox.query("select file, status, message from load.files order by file")
    assert [row[:2] for row in told] == [("x.zip/a.csv", "loaded"), ("x.zip/terms.yaml", "failed")]
    assert "parts repeated by alias" in told[1][2]


def test_the_path_of_a_member_is_never_used_as_a_path(inbox: Inbox, tmp_path: Path):
    names = ["../../escaped.csv", "/absolute.csv", "..\\windows.csv", "C:\\x.csv", "nul\x00byte.csv"]
    inbox.put("x.zip", pack(**dict.fromkeys(names, CONTRACT)))
    before = {path for path in tmp_path.rglob("*") if "staged" not in path.parts}
    inbox.load()
    after = {path for path in tmp_path.rglob("*") if "staged" not in path.parts}
    assert after == before and not Path("/absolute.csv").exists()
    assert inbox.query("select count(*) from staged.activity") == [(1,)]


def test_a_zip_with_a_password_is_told_as_such(inbox: Inbox):
    content = bytearray(pack(**{"a.csv": CONTRACT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    inbox.put("x.zip", bytes(content))
    part = inbox.only_part()
    assert part.status == "failed" and "password" in part.message


def test_a_zip_cut_short_is_told_as_such(inbox: Inbox):
    inbox.put("x.zip", pack(**{"a.csv": CONTRACT * 100})[:-30])
    part = inbox.only_part()
    assert part.status == "failed" and "damaged or cut short" in part.message


@pytest.mark.parametrize(
    ("limit", "value", "told"),
    [("MOST_MEMBERS", 1, "2 files"), ("MOST_BYTES", 10, "once unpacked"), ("RATIO_COUNTS_FROM", 1, "packed into")],
)
def test_a_zip_beyond_the_limits_is_left_alone(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, told: str
):
    monkeypatch.setattr(limits, limit, value)
    inbox.put("x.zip", pack(**{"a.csv": CONTRACT, "b.csv": "a" * 2_000_000}))
    part = inbox.only_part()
    assert part.status == "failed" and told in part.message


def test_a_member_that_holds_more_than_it_says_is_left_alone(inbox: Inbox):
    content = bytearray(pack(**{"a.csv": CONTRACT * 1000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + offset
        content[place : place + 4] = (100).to_bytes(4, "little")
    inbox.put("x.zip", bytes(content))
    assert inbox.only_part().status == "failed"
