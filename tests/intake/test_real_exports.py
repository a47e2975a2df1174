"""Real exports, read from the folder that OVERSIGHT_REAL_EXPORTS names; none of them is part of this project."""

import csv
import shutil
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from small_inbox import Inbox

pytestmark = pytest.mark.real

WAITS = """
    select
        question.account_id,
        question.item_id,
        min(date_diff('second', question.sent_at, answer.sent_at)) / 60.0 as minutes
    from staged.activity as question
    inner join staged.activity as answer
        on answer.in_reply_to = question.item_id and answer.account_id = question.account_id
    where question.direction = 'inbound' and answer.direction = 'outbound'
    group by all
"""


def put(inbox: Inbox, source: Path, *folders: str) -> Path:
    target = inbox.settings.inbox.joinpath(*folders, source.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(source, target))


def plain_waits(path: Path) -> dict[str, float]:
    """Minutes to the first answer of each inbound tweet that has one, worked out the slow and obvious way."""
    with path.open(encoding="utf-8", newline="") as file:
        tweets = {row["tweet_id"]: row for row in csv.DictReader(file) if row["in_response_to_tweet_id"] is not None}

    def moment(row: dict[str, str]) -> datetime:
        return datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y")

    waits: dict[str, float] = {}
    for row in tweets.values():
        asked = tweets.get(row["in_response_to_tweet_id"].split(".")[0])
        if row["inbound"] == "False" and asked and asked["inbound"] == "True":
            minutes = (moment(row) - moment(asked)).total_seconds() / 60
            waits[asked["tweet_id"]] = min(minutes, waits.get(asked["tweet_id"], minutes))
    return waits


def test_support_tweets_give_the_waits_that_can_be_counted_by_hand(inbox: Inbox, real_exports: Path):
    path = put(inbox, real_exports / "twcs" / "twcs_first_rows.csv")
    part = inbox.only_part()
    assert (part.format, part.status) == ("support_tweets", "loaded")
    expected = plain_waits(path)
    found = {item: float(minutes) for _, item, minutes in inbox.query(WAITS)}
    assert found == pytest.approx(expected)
    assert len(found) > 900 and median(found.values()) == pytest.approx(median(expected.values()))


def test_support_tweets_are_for_accounts_only_and_their_text_is_not_kept(inbox: Inbox, real_exports: Path):
    path = put(inbox, real_exports / "twcs" / "twcs_first_rows.csv")
    inbox.load()
    with path.open(encoding="utf-8", newline="") as file:
        brands = {row["author_id"] for row in csv.DictReader(file) if row["inbound"] == "False"}
    assert {account for (account,) in inbox.query("select distinct account_id from staged.activity")} <= brands
    staged = b"".join(found.read_bytes() for found in inbox.settings.staged.glob("*/*.parquet"))
    assert b"Private Message" not in staged and b"@sprintcare" not in staged


def test_the_x_archive_gives_the_thirteen_answers_to_others(inbox: Inbox, real_exports: Path):
    put(inbox, real_exports / "x_archive" / "fanfare_stiphout" / "tweets.js", "900101", "fanfare")
    part = inbox.only_part()
    assert (part.format, part.sides, part.rows_read, part.rows_rejected) == (
        "x_archive_tweets",
        "answered_only",
        666,
        0,
    )
    waits = sorted(float(minutes) for _, _, minutes in inbox.query(WAITS))
    assert len(waits) == 13
    assert 0 < waits[0] < 1 and waits[-1] == pytest.approx(234 * 60, rel=0.01)
    assert inbox.query("select distinct account_id from staged.activity") == [("fanfare",)]


def test_an_export_that_does_not_say_whose_it_is_says_where_to_move_it(inbox: Inbox, real_exports: Path):
    put(inbox, real_exports / "x_archive" / "fanfare_stiphout" / "tweets.js")
    part = inbox.only_part()
    assert part.status == "whose" and "Move it to <school_id>/<account_id>/ in the inbox" in part.message
    assert inbox.query("select count(*) from staged.activity") == [(0,)]


def test_no_real_export_stops_a_load(inbox: Inbox, real_exports: Path):
    for path in real_exports.rglob("*"):
        if path.is_file():
            put(inbox, path, "900101", "account", *path.relative_to(real_exports).parent.parts)
    report = inbox.load()
    assert len(report.parts) >= 50
    assert all(part.message for part in report.not_loaded)
