"""Every real export is what tests/cases/real_exports.md says: recognised, its rows counted, or refused for a reason."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_inbox import Inbox

from pipelines.manifest import PartRecord
from pipelines.settings import ROOT

pytestmark = pytest.mark.real
TABLE = ROOT / "tests" / "cases" / "real_exports.md"
PLACE = "900101/account/"
LONG_ENOUGH_TO_TELL = 16


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    export: str
    parts: str
    format: str
    rows_read: str
    kept: str
    set_aside: str
    because: str

    def fits(self, part: PartRecord) -> bool:
        pattern = ".*".join(map(re.escape, self.export.split("*")))
        return re.fullmatch(pattern, part.file.removeprefix(PLACE)) is not None


def read_table() -> list[Line]:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [Line(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows[2:]]


def put_all(inbox: Inbox, real_exports: Path, lines: list[Line]) -> list[PartRecord]:
    """Load every export that a line is about."""
    folders = {line.export.split("/")[0] for line in lines}
    for path in real_exports.rglob("*"):
        name = path.relative_to(real_exports)
        if path.is_file() and path.name != "SOURCE.txt" and name.parts[0] in folders:
            target = inbox.settings.inbox / PLACE / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return list(inbox.load().parts)


def tell_reasons(inbox: Inbox, parts: list[PartRecord]) -> str:
    rejects = [
        f"{column} {reason}" for file, _, column, _, reason in inbox.rejects() if file in {p.file for p in parts}
    ]
    return " ".join([*(part.message for part in parts), *rejects])


def test_every_real_export_is_what_the_table_says(inbox: Inbox, real_exports: Path):
    lines = read_table()
    owned: dict[Line, list[PartRecord]] = {line: [] for line in lines}
    for part in put_all(inbox, real_exports, lines):
        owned[next(line for line in lines if line.fits(part))].append(part)
    for line, parts in owned.items():
        counted = [
            sum(numbers) for numbers in zip(*((p.rows_read, p.rows_kept, p.rows_rejected) for p in parts), strict=True)
        ]
        found = Line(line.export, str(len(parts)), *{part.format for part in parts}, *map(str, counted), line.because)
        assert found == line
        assert line.because in tell_reasons(inbox, parts)
        assert line.because or all(part.status == "loaded" for part in parts)


def long_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from long_texts(below)
    elif isinstance(value, str) and len(value) >= LONG_ENOUGH_TO_TELL and not value.isdecimal():
        yield value


@pytest.mark.parametrize(
    ("export", "also"),
    [
        ("facebook_page_download/earth_llc/profile_posts_1.json", "192.0.2.1"),
        ("instagram_download/bitsinna_art/posts_1.json", "REDACTED"),
        ("x_archive/fanfare_stiphout/tweets.js", "iPhone"),
    ],
)
def test_no_text_of_a_download_is_in_what_is_staged(inbox: Inbox, real_exports: Path, export: str, also: str):
    target = inbox.settings.inbox / PLACE / Path(export).name
    target.parent.mkdir(parents=True)
    source = Path(shutil.copy(real_exports / export, target)).read_text(encoding="utf-8")
    texts = {*long_texts(json.loads(re.sub(r"^[\w. ]+=", "", source))), also}
    assert len(texts) > 100 and also in source
    inbox.load()
    kept = str([duckdb.read_parquet(str(path)).fetchall() for path in inbox.settings.staged.glob("*/*.parquet")])
    staged = b"".join(path.read_bytes() for path in inbox.settings.staged.glob("*/*"))
    assert not [text for text in texts if text in kept or text.encode() in staged]
