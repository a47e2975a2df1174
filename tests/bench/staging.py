"""Owns what staging very large exports takes: `python -m tests.bench.staging [ROWS]`, two million rows and 300 MB.

First activity in the contract's form, in turn with the least that the bare engine needs for it: read the CSV as text,
cast it, hash one column with SHA-256, write Parquet. Then a document of each kind that grows long. Each in a process of
its own, so that the most memory is its own.
"""

import os
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb

from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.stage import stage_inbox
from tests.bench.large_exports import write_activity, write_conversations, write_thread, write_tweets
from tests.bench.timing import peak_memory, run_apart

ROWS = 2_000_000
DOCUMENT_BYTES = 300 << 20
TIMES = 3
BARE = """
    copy (
        select * replace (
            try_cast(sent_at as timestamp) as sent_at,
            sha256(author_id) as author_id,
            try_cast(needs_reply as boolean) as needs_reply,
            try_cast(automatic as boolean) as automatic,
            try_cast(acknowledgement as boolean) as acknowledgement,
            try_cast(has_learner_image as boolean) as has_learner_image
        )
        from read_csv('{source}', all_varchar = true)
    ) to '{target}' (format parquet)
"""
FOLDER = "900101/willow-bank-school"


def measure_activity(rows: int) -> None:
    """Print the least seconds of the bare engine and of staging, in turn, and the most memory of both."""
    with TemporaryDirectory() as name:
        settings = _settings(Path(name))
        source = settings.inbox / "activity.csv"
        write_activity(source, rows)
        duckdb.execute("set enable_progress_bar = false")
        bare = partial(duckdb.execute, BARE.format(source=source, target=Path(name, "bare.parquet")))
        taken = [(_seconds(bare), _seconds(partial(_stage_anew, settings, rows))) for _ in range(TIMES)]
    least, ours = (min(seconds) for seconds in zip(*taken, strict=True))
    _say(f"activity, {rows:,} rows", ours)
    print(f"    the bare engine {least:.2f} s; staged in {ours / least:.2f} times as long")  # noqa: T201


def measure_document(name: str, write: Callable[[Path, int], int], size: int) -> None:
    """Print how long a document of so many bytes takes to stage, and the most memory."""
    with TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        path = settings.inbox / FOLDER / name
        items = write(path, size)
        kept: list[int] = []
        seconds = _seconds(lambda: kept.append(stage_inbox(settings, Steps(quiet=True)).rows_kept))
    if kept != [items]:
        raise SystemExit(f"{name}: {items:,} items written, {kept[0]:,} kept")
    _say(f"{name}, {size >> 20} MB, {items:,} items", seconds)


def write_zipped(path: Path, size: int) -> int:
    """A ZIP of an X archive's tweets, as the platform packs it. Returns how many it holds."""
    plain = path.with_name("tweets.js")
    items = write_tweets(plain, size)
    # Stored: invented text packs so well that the ZIP would be taken for a bomb.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as zipped:
        zipped.write(plain, "data/tweets.js")
    plain.unlink()
    return items


def _settings(folder: Path) -> Settings:
    os.environ.setdefault("OVERSIGHT_KEY", "a key for measuring only")
    settings = Settings(folder / "data", date(2026, 10, 23))
    settings.inbox.mkdir(parents=True)
    return settings


def _stage_anew(settings: Settings, rows: int) -> None:
    (settings.staged / "manifest.json").unlink(missing_ok=True)
    for path in settings.staged.glob("*/*"):
        path.unlink()
    kept = stage_inbox(settings, Steps(quiet=True)).rows_kept
    if kept != rows:
        raise SystemExit(f"{rows:,} rows written, {kept:,} kept")


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _say(what: str, seconds: float) -> None:
    memory = f"most memory {peak_memory():,.0f} MB"
    print(f"{what}: {seconds:.1f} s, {memory}, load {os.getloadavg()[0]:.1f}", flush=True)  # noqa: T201


def main() -> None:
    """Measure each export in a process of its own, and stop where one fails."""
    documents = {
        "tweets.js": write_tweets,
        "message_1.json": write_thread,
        "direct-messages.js": write_conversations,
        "archive.zip": write_zipped,
    }
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    works = [partial(measure_activity, rows)]
    works += [partial(measure_document, name, write, DOCUMENT_BYTES) for name, write in documents.items()]
    for work in works:
        run_apart(work)


if __name__ == "__main__":
    main()
