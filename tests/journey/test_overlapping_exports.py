"""Exports of the same account overlap; each post, message and day counts once."""

import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.engines.duckdb import fetch_arrow
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import newest_build, open_reader
from tests.staged_tables import make_warehouse

AS_AT = "2026-10-30"
JUDGED_ON = date.fromisoformat(AS_AT)
SCHOOL = {"school_id": "s", "school_name": "S", "nation": "england", "policy": "barnes"}
POST = {"account_id": "a", "kind": "post", "direction": "outbound"}


def posts(prefix: str, *moments: str, **said) -> list[dict[str, object]]:
    return [POST | {"item_id": f"{prefix}{n}", "sent_at": moment} | said for n, moment in enumerate(moments)]


def kept(*rows: dict[str, object]) -> list[str]:
    connection = make_warehouse({"schools": [SCHOOL], "activity": rows}, AS_AT)
    found = fetch_arrow(connection, "select item_id from warehouse.activity order by item_id")
    return found["item_id"].to_pylist()


@pytest.mark.parametrize(
    ("made", "true", "left"),
    [
        (["2026-09-07 08:00:31"], ["2026-09-07 08:00"], ["t0"]),
        (["2026-09-07 08:00:59"], ["2026-09-07 08:01"], ["m0", "t0"]),
        (["2026-09-07 08:00:31"], [], ["m0"]),
        (["2026-09-07 08:00:31", "2026-09-07 08:00:40"], ["2026-09-07 08:00"], ["m1", "t0"]),
        (["2026-09-07 08:00:31"], ["2026-09-07 08:00", "2026-09-07 08:00"], ["t0", "t1"]),
        (["2026-09-07 08:00:31"], ["2026-09-08 08:00"], ["m0", "t0"]),
    ],
    ids=["the same minute", "the minute after", "nothing else", "two of one", "one of two", "another day"],
)
def test_a_post_named_by_its_second_is_the_one_of_the_same_minute(made, true, left):
    assert kept(*posts("m", *made, _has_made_ids=True), *posts("t", *true)) == left


def test_another_account_and_another_kind_say_nothing_of_it():
    made = posts("m", "2026-09-07 08:00:31", _has_made_ids=True)
    assert kept(*made, *posts("t", "2026-09-07 08:00:31", account_id="b")) == ["m0", "t0"]
    assert kept(*made, *posts("t", "2026-09-07 08:00:31", kind="message")) == ["m0", "t0"]


@pytest.mark.parametrize("seed", range(6))
def test_of_each_minute_as_many_count_as_the_fuller_export_has(seed):
    dice = random.Random(seed)
    minutes = [datetime(2026, 9, 7, 8) + timedelta(minutes=dice.randrange(4)) for _ in range(16)]
    made, true = minutes[:8], minutes[8:]
    rows = [*posts("m", *map(str, made), _has_made_ids=True), *posts("t", *map(str, true))]
    fuller = Counter(made) | Counter(true)
    assert len(kept(*rows)) == fuller.total()


def local(moment: datetime) -> str:
    """As Business Suite writes it: month first, British summer time."""
    return f"{moment + timedelta(hours=1):%m/%d/%Y %H:%M}"


FACEBOOK = [datetime(2026, 9, 7, 7, 0, 31, tzinfo=UTC), datetime(2026, 9, 8, 15, 20, 5, tzinfo=UTC)]
ONLY_DOWNLOADED = datetime(2024, 9, 7, 7, 0, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with Business Suite's table and its download; an X account with its archive and its analytics."""
    data = tmp_path_factory.mktemp("overlapping")
    page, x = (data / "exports" / "900701" / name for name in ("page", "tweets"))
    page.mkdir(parents=True)
    x.mkdir()
    (data / "exports" / "schools.csv").write_text("school_id,school_name,nation,policy\n900701,Gorse,england,barnes\n")
    suite = [f"12210{n},700700,{local(moment)},https://example.org/{n}" for n, moment in enumerate(FACEBOOK)]
    (page / "Sep-01-2026_Sep-30-2026_1.csv").write_text("\n".join(["Post ID,Page ID,Publish time,Permalink", *suite]))
    seconds = [int(moment.timestamp()) for moment in [ONLY_DOWNLOADED, *FACEBOOK]]
    records = [{"timestamp": second, "data": [{"update_timestamp": second}]} for second in seconds]
    (page / "profile_posts_1.json").write_text(json.dumps(records))
    tweets = [{"id_str": f"120000000000000000{n}", "created_at": f"Mon Sep 0{n} 12:00:31 +0000 2019", "full_text": "x"}
              for n in range(1, 4)]  # fmt: skip
    (x / "tweets.js").write_text("window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet} for tweet in tweets]))
    rows = [f"{tweet['id_str']},link,hello,2019-09-0{n} 12:00 +0000" for n, tweet in enumerate(tweets, start=1)]
    name = "tweet_activity_metrics_a_20190901_20191001_en.csv"
    (x / name).write_text("\n".join(["Tweet id,Tweet permalink,Tweet text,time", *rows]))
    build(Settings(data=data, as_at=JUDGED_ON), Steps(quiet=True))
    return data


def count_posts(data: Path, account: str) -> list[str]:
    asked = f"select cast(sent_on as string) from warehouse.activity where account_id = '{account}' order by sent_at"
    with open_reader(newest_build(Settings(data=data, as_at=JUDGED_ON))) as connection:
        return [day for (day,) in connection.execute(asked).fetchall()]


def test_a_page_s_download_and_its_business_suite_count_once(overlapping):
    assert count_posts(overlapping, "page") == ["2024-09-07", "2026-09-07", "2026-09-08"]


def test_an_archive_and_the_analytics_of_the_same_account_count_once(overlapping):
    assert count_posts(overlapping, "tweets") == ["2019-09-01", "2019-09-02", "2019-09-03"]
