"""Documents larger than anybody wants to hold at once: what is kept of them, and what of the memory of this process."""

import json
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from small_inbox import Inbox

from pipelines.readers import Layout, Part, Unreadable, count_items, land, peek, read_first
from tests.bench.large_exports import TWEETS_BEGIN, write_activity, write_conversations, write_thread, write_tweets
from tests.bench.staging import write_zipped

SIZE = 1 << 19
DOCUMENTS = {
    "tweets.js": (write_tweets, "[*].tweet", "id_str"),
    "message_1.json": (write_thread, "messages[*]", "timestamp_ms"),
    "direct-messages.js": (write_conversations, "[*].dmConversation.messages[*].messageCreate", "id"),
}
MEASURED = pytest.mark.parametrize("name", DOCUMENTS)


@pytest.fixture
def small_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in bites that are small beside the documents of these tests, as the real ones are beside large documents."""
    monkeypatch.setattr("pipelines.readers.encodings.CHUNK", 1 << 12)
    monkeypatch.setattr("pipelines.readers.json_stream.CHUNK", 1 << 12)
    monkeypatch.setattr("pipelines.readers.landing.ROWS_PER_BATCH", 100)


def most_memory(work: Callable[[], object]) -> int:
    """The most that Python itself holds at a time, in bytes. The engine's memory has a limit of its own."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def write_part(folder: Path, name: str, size: int) -> tuple[Part, int]:
    """A document of about so many bytes, and how many records it holds."""
    path = folder / str(size) / name
    held = DOCUMENTS[name][0](path, size)
    assert path.stat().st_size >= size
    return Part(name, path, datetime(2026, 1, 1), "json"), held


def land_all(part: Part, records: str, value: str) -> list[tuple[int, ...]]:
    """How many rows there are, how many values, and the first and last row number."""
    with duckdb.connect() as connection:
        land(connection, part, Layout(records=records, paths={value: (value,)}))
        counted = f"select count(*), count(distinct {value}), min(_row), max(_row) from landed"
        return connection.execute(counted).fetchall()


@MEASURED
@pytest.mark.usefixtures("small_bites")
def test_a_document_four_times_as_long_takes_no_more_memory(tmp_path: Path, name: str):
    (short, _), (long, _) = (write_part(tmp_path, name, size) for size in (SIZE, 4 * SIZE))
    of_short, of_long = (most_memory(lambda part=part: land_all(part, *DOCUMENTS[name][1:])) for part in (short, long))
    assert of_long < 1.2 * of_short
    assert of_long < 2 * SIZE


@pytest.mark.usefixtures("small_bites")
def test_a_look_at_a_document_holds_its_first_items_alone(tmp_path: Path):
    (tweets, _), (thread, _) = (write_part(tmp_path, name, SIZE) for name in ("tweets.js", "message_1.json"))
    assert most_memory(lambda: peek(tweets)) < SIZE // 4
    assert most_memory(lambda: peek(thread)) < SIZE // 4
    assert most_memory(lambda: read_first(tweets, "[*].tweet.id_str")) < SIZE // 4
    assert read_first(tweets, "[*].tweet.id_str") == str(TWEETS_BEGIN)


BESIDE = [
    '{"calls": ITEMS, "messages": [{"sent": "1"}, {"sent": "2"}]}',
    '{"messages": [{"sent": "1"}, {"sent": "2"}], "calls": ITEMS}',
    '{"around": {"calls": ITEMS}, "messages": [{"sent": "1"}, {"sent": "2"}], "others": {}}',
]


@pytest.mark.parametrize("document", BESIDE)
@pytest.mark.parametrize("asked", [("messages[*]", 2), ("elsewhere[*]", 0), ("[*]", 0), ("messages[*].more[*]", 0)])
def test_what_stands_beside_the_records_is_passed_over_however_long_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_bites: None, document: str, asked: tuple[str, int]
):
    monkeypatch.setattr("pipelines.readers.json_stream.LONGEST_ITEM", 1 << 14)
    path = tmp_path / "message_1.json"
    path.write_text(document.replace("ITEMS", json.dumps([{"sent": "9", "note": "x" * 100}] * 2_000)))
    records, held = asked
    assert land_all(Part(path.name, path, datetime(2026, 1, 1), "json"), records, "sent")[0][0] == held


@MEASURED
def test_every_record_of_a_document_is_there_once(tmp_path: Path, name: str):
    part, held = write_part(tmp_path, name, SIZE)
    assert land_all(part, *DOCUMENTS[name][1:]) == [(held, held, 1, held)]


@MEASURED
def test_what_is_measured_at_300_mb_is_kept_whole_at_less(inbox: Inbox, name: str):
    held = DOCUMENTS[name][0](inbox.settings.inbox / "1/willow-bank-school" / name, 200_000)
    assert (inbox.only_part().rows_kept, inbox.only_part().rows_rejected) == (held, 0)


def test_a_packed_archive_is_kept_whole_too(inbox: Inbox):
    held = write_zipped(inbox.settings.inbox / "1/willow-bank-school" / "archive.zip", 200_000)
    assert inbox.only_part().rows_kept == held
    assert [path.name for path in (inbox.settings.inbox / "1/willow-bank-school").iterdir()] == ["archive.zip"]


def test_the_rows_that_are_measured_are_good_ones(inbox: Inbox):
    write_activity(inbox.settings.inbox / "activity.csv", 500)
    assert (inbox.only_part().rows_kept, inbox.only_part().rows_rejected) == (500, 0)
    sides = inbox.query("select direction, count(*), count(in_reply_to) from staged.activity group by all order by all")
    assert sides == [("inbound", 250, 0), ("outbound", 250, 250)]


@pytest.mark.parametrize("read", [peek, count_items, lambda part: read_first(part, "[*].id")])
def test_one_value_longer_than_any_export_holds_is_refused_and_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_bites: None, read: Callable[[Part], object]
):
    monkeypatch.setattr("pipelines.readers.json_stream.LONGEST_ITEM", 1 << 16)
    path = tmp_path / "long.json"
    path.write_text('[{"id": "' + "x" * (4 << 20) + '"}]')
    part = Part(path.name, path, datetime(2026, 1, 1), "json")

    def read_until_refused() -> None:
        with pytest.raises(Unreadable) as told:
            read(part)
        assert told.value.found == "one value is longer than 65,536 characters, or is no JSON"

    assert most_memory(read_until_refused) < 1 << 20
