"""Owns the part of docs/formats.md that says what became of real exports; none of them is part of this project.

They stand in the folder that OVERSIGHT_REAL_EXPORTS names, one folder per kind, with a SOURCE.txt each. Where the
variable names none, the part stays as it was written last.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.manifest import PartRecord
from pipelines.progress import Steps
from pipelines.reference_pages.markdown import as_code, join_blocks, note_source, write_table
from pipelines.rejects import Reject
from pipelines.settings import Settings
from pipelines.stage import IntakeReport, check_inbox

VARIABLE = "OVERSIGHT_REAL_EXPORTS"
BEGIN, END = "<!-- real exports: begin -->", "<!-- real exports: end -->"
MARKED = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
# Exports that do not say whose they are lie in the folder of a school and an account.
PLACE = "900101/account/"
NOTES = "SOURCE.txt"
ANY_DAY = date(2026, 1, 1)
ROWS_NAMED = 10
LEAD = """What the formats make of exports that others published. Alike files, and sheets of a workbook, share a line;
`*` is whatever differs between their names. Rows that a format leaves out (totals, replies that an export says too
little about, links of schools that point nowhere) are not read. Rows kept may be fewer than those read where several
make one thing, and more where one row holds several."""
HEADERS = ("export", "parts", "recognised as", "rows read", "kept", "set aside", "because")


def find_real_exports() -> Path | None:
    """The folder of real exports, if there is one on this machine."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named and Path(named).is_dir() else None


def place_real_exports(page: str, folder: Path | None) -> str:
    """The page with its part about real exports made anew from a folder; without one as it stands."""
    if folder is None:
        return page
    part = compose_real_exports(try_exports(folder)).strip()
    return MARKED.sub(lambda _: part, page) if MARKED.search(page) else join_blocks([page.strip(), part])


def try_exports(folder: Path) -> IntakeReport:
    """What an intake makes of every file of a folder but the notes on where it came from; nothing is kept."""
    with TemporaryDirectory() as room:
        settings = Settings(Path(room, "data"), ANY_DAY)
        shutil.copytree(folder, settings.inbox / PLACE, ignore=shutil.ignore_patterns(NOTES))
        return check_inbox(settings, Steps(quiet=True))


def compose_real_exports(report: IntakeReport) -> str:
    """The marked part: one table, a line per kind of file."""
    reasons = _gather_reasons(report.rejects)
    parts = sorted(report.parts, key=lambda part: (_alike(part), part.format, part.status))
    rows = [_as_row(list(group), reasons) for _, group in groupby(parts, lambda p: (_alike(p), p.format, p.status))]
    source = f"the exports in the folder that `{VARIABLE}` names"
    blocks = ["## Real exports tried", LEAD, note_source(source), write_table(HEADERS, sorted(rows))]
    return join_blocks([BEGIN, *blocks, END])


def _alike(part: PartRecord) -> str:
    """What files that follow each other share: folder and name, dates and numbers aside, and of sheets the workbook."""
    return re.sub(r" \[.*\]$", " [*]", re.sub(r"\d{6,}|\d{4}-\d\d-\d\d", "*", part.file.removeprefix(PLACE)))


def _as_row(alike: list[PartRecord], reasons: Mapping[str, list[str]]) -> tuple[str, ...]:
    first = alike[0]
    name = first.file.removeprefix(PLACE) if len(alike) == 1 else _alike(first)
    counts = zip(*((part.rows_read, part.rows_kept, part.rows_rejected) for part in alike), strict=True)
    told = [_say_why(part) for part in alike] + [reason for part in alike for reason in reasons.get(part.file, ())]
    because = "; ".join(dict.fromkeys(filter(None, told)))
    read_as = as_code(first.format) if first.format else {"loaded": "beside others"}.get(first.status, "refused")
    return name, f"{len(alike):,}", read_as, *(f"{sum(numbers):,}" for numbers in counts), because


def _say_why(part: PartRecord) -> str:
    """What a message found, without the file that it names; the message itself where it found nothing."""
    found = re.search(r"^  found: (.*)$", part.message, re.MULTILINE)
    return found[1] if found else part.message


def _gather_reasons(rejects: Iterable[Reject]) -> dict[str, list[str]]:
    """Per file each reason for which rows were set aside, with the numbers of the rows."""
    reasons: dict[str, dict[str, list[int]]] = {}
    for reject in rejects:
        words = f"{reject.column_name} {reject.reason}" if reject.column_name else reject.reason
        reasons.setdefault(reject.file, {}).setdefault(words, []).append(reject.row_number)
    return {file: list(_number_rows(told)) for file, told in reasons.items()}


def _number_rows(told: Mapping[str, list[int]]) -> Iterator[str]:
    for words, numbers in told.items():
        named = ", ".join(f"{number:,}" for number in numbers[:ROWS_NAMED])
        more = f" and {len(numbers) - ROWS_NAMED:,} more" if len(numbers) > ROWS_NAMED else ""
        yield f"row {named}{more}: {words}"
