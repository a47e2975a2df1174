"""Files that are damaged, absurd or meant to harm: none crashes the load, hangs it, or writes outside its folder."""

import io
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_inbox import Inbox, activity, as_csv

SECONDS = 10
GOOD = as_csv([activity()])
HEADER = "item_id,account_id,kind,direction,sent_at"
SPREADSHEET = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row>'


@pytest.fixture(autouse=True)
def nothing_hangs() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"took longer than {SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number in range(20):
            zipped.writestr(f"{number}.csv", b"0" * (20 << 20))
    return packed.getvalue()


def entity_bomb(head: str = "") -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>{head}<x>&e9;</x>'


HOSTILE = {
    "cut.csv": (GOOD + '2,a,comment,"inb').encode(),
    "wide.csv": (",".join(f"column {n}" for n in range(10_000)) + "\n" + "1," * 9_999 + "1\n").encode(),
    "wide_contract.csv": (HEADER + "".join(f",c{n}" for n in range(10_000)) + "\n" + "1," * 10_004 + "1\n").encode(),
    "bomb.zip": zip_bomb(),
    "entities.xml": entity_bomb().encode(),
    "entities.xls": entity_bomb(SPREADSHEET).encode(),
    "line.csv": b"a" * (100 << 20),
    "line_below_header.csv": (HEADER + "\n").encode() + b"1," * (50 << 20),
    "line_quoted.csv": (HEADER + '\n"').encode() + b"x\n" * (50 << 20),
    "line.json": b'[{"id": "' + b"a" * (100 << 20),
    "deep.json": b'{"a":' * (1 << 20),
    "endless.json": b"[" + b"[]," * (1 << 22),
    "numbers.json": b"[" + b"9" * (1 << 22) + b"]",
    "aliases.yaml": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (n, n, n - 1, n - 1) for n in range(98, 122)),
    "deep.yaml": b"[" * (1 << 18),
    "deep_block.yaml": b"".join(b" " * n + b"a:\n" for n in range(1000)),
    "long.yaml": b"- a: 1\n" * (1 << 17),
    "endless.yaml": b"terms:\n" + b"- {name: a, start: b, end: c}\n" * (1 << 15),
    "random.yaml": b"\tterms: [\n- }: {",
    "endless.ics": b"BEGIN:VEVENT\n" * (1 << 15) + b"END:VEVENT\n" * (1 << 16),
    "long.ics": b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + b"inset" * (1 << 19),
    "nul.csv": GOOD.encode() + b"\0" * (1 << 20),
    "all_nul.csv": b"\0" * (1 << 20),
    "page.xls": b"<html><body><table><tr><td>item_id</td></tr></table></body></html>",
    "random.xlsx": bytes(range(256)) * 100,
    "random.zip": b"PK\x03\x04" + bytes(range(256)) * 100,
    "random.js": bytes(range(256)) * 100,
    "empty.csv": b"",
    "empty.json": b"",
    "empty.xlsx": b"",
    "mark_only.csv": b"\xef\xbb\xbf",
    "quotes.csv": b'"' * (1 << 20),
    "delimiters.csv": b"," * (1 << 20),
    "row_index.xml": (SPREADSHEET.replace("<Row>", '<Row Index="99999999"><Cell Index="99999999"/>')).encode(),
    "formula.csv": (HEADER + "\n=cmd|'/c calc'!A1,a,post,outbound,2026-01-01 10:00\n").encode(),
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 10,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_of_and_costs_no_other_file(inbox: Inbox, tmp_path: Path, name: str):
    inbox.put(name, HOSTILE[name])
    inbox.put("good.csv", GOOD)
    outside = {path for path in tmp_path.rglob("*") if inbox.settings.data not in path.parents}
    parts = {part.file: part for part in inbox.load().parts}
    assert parts.pop("good.csv").rows_kept == 1
    assert all(
        (part.status in ("failed", "unrecognised") and part.message) or part.status == "loaded"
        for part in parts.values()
    )
    assert {path for path in tmp_path.rglob("*") if inbox.settings.data not in path.parents} == outside
    assert not list(inbox.settings.data.glob(".working-*"))


def test_a_row_cut_off_in_a_quote_is_set_aside_and_the_rest_kept(inbox: Inbox):
    inbox.put("cut.csv", HOSTILE["cut.csv"])
    part = inbox.only_part()
    assert (part.rows_kept, part.rows_rejected) == (1, 1)
    assert "never closed" in inbox.rejects()[0][4]


def test_a_cell_that_looks_like_a_formula_stays_the_text_it_is(inbox: Inbox):
    inbox.put("formula.csv", HOSTILE["formula.csv"])
    inbox.load()
    assert inbox.rows("activity", "item_id") == [("=cmd|'/c calc'!A1",)]
