"""Measures how long two million rows of activity take to stage, beside what the bare engine needs for the least of it.

    python tests/intake/measure_parsing.py [ROWS]

The least: DuckDB reads the CSV as text, casts it, hashes one column with SHA-256 and writes Parquet. Both in one run,
the best of three; and the peak memory of the process. A JSON archive of 300 MB is staged afterwards, for its memory.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import duckdb

from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.stage import stage_inbox

HEADER = (
    "item_id,account_id,kind,direction,sent_at,thread_id,in_reply_to,author_id,"
    "needs_reply,automatic,acknowledgement,category,has_learner_image,consent"
)
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
START = datetime(2023, 9, 1)
ARCHIVE_BYTES = 300 << 20
TIMES = 3


def write_activity(path: Path, rows: int) -> None:
    dice = Random(1)
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for number in range(rows):
            sent = (START + timedelta(seconds=dice.randrange(86_400 * 900))).isoformat()
            zone = "Z" if number % 5 == 0 else ""
            side = "comment,inbound" if number % 2 == 0 else "reply,outbound"
            answers = f"i{number - 1}" if number % 2 else ""
            author = f"u{dice.randrange(50_000)}"
            file.write(f"i{number},a{number % 40},{side},{sent}{zone},t{number // 4},{answers},{author},,no,,,,\n")


def list_tweets() -> Iterator[str]:
    number, written = 0, 0
    while written < ARCHIVE_BYTES:
        number += 1
        tweet = {"id_str": str(10**18 + number), "created_at": "Mon Sep 07 12:00:00 +0000 2026", "full_text": "x" * 900}
        text = json.dumps({"tweet": tweet}, indent=2)
        written += len(text)
        yield text


def write_archive(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with path.open("w") as file:
        file.write("window.YTD.tweets.part0 = [\n")
        for number, text in enumerate(list_tweets()):
            file.write(("," if number else "") + text)
        file.write("]\n")


def least_seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        started = perf_counter()
        work()
        taken.append(perf_counter() - started)
    return min(taken)


def peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(rows: int) -> None:
    os.environ.setdefault("OVERSIGHT_KEY", "a key for measuring only")
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder / "data", date(2026, 10, 23))
        settings.inbox.mkdir(parents=True)
        source = settings.inbox / "activity.csv"
        write_activity(source, rows)

        def stage() -> None:
            (settings.staged / "manifest.json").unlink(missing_ok=True)
            for path in settings.staged.glob("*/*"):
                path.unlink()
            assert stage_inbox(settings, Steps(quiet=True)).rows_kept == rows

        bare = least_seconds(
            lambda: duckdb.execute(BARE.format(source=source, target=folder / "bare.parquet")).fetchall()
        )
        ours = least_seconds(stage)
        say(f"{rows:,} rows: bare engine {bare:.2f} s, staged {ours:.2f} s, {ours / bare:.2f} times as long")
        say(f"peak memory {peak_megabytes():,} MB")
        write_archive(settings.inbox / "900101" / "page" / "tweets.js")
        started = perf_counter()
        stage_inbox(settings, Steps(quiet=True))
        say(f"JSON of {ARCHIVE_BYTES >> 20} MB: {perf_counter() - started:.1f} s, peak memory {peak_megabytes():,} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
