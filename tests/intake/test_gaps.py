"""A stretch of days that no export of an account holds is told, and nothing else is taken for one."""

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_inbox import Inbox

from pipelines import say
from pipelines.formats import load_formats
from pipelines.gaps import Gap, find_gaps, stretch_of
from pipelines.manifest import PartRecord

FORMATS = load_formats()
POSTS = "x_analytics_posts"
NEWER = "x_analytics_content"
NAME = "1/x/tweet_activity_metrics_a_{}_{}_en.csv"
TWEETS = "Tweet id,Tweet permalink,Tweet text,time\n{},p,hello,{} 12:00 +0000\n"


def part(file: str, rows: str = "", form: str = POSTS, **said: object) -> PartRecord:
    """A loaded part of account x; `rows`: "2026-01-05 2026-01-20", the days that its rows reach across."""
    first, last = [f"{day}T10:00:00" for day in rows.split()] or (None, None)
    common = {"status": "loaded", "school_id": "1", "account_id": "x", "sides": "outbound", "format": form}
    return PartRecord(file=file, exported_at="", loaded_at="", first_at=first, last_at=last, **common | said)


def days(gaps: list[Gap]) -> list[str]:
    return [f"{gap.first} {gap.last}" for gap in gaps]


def test_a_name_says_which_days_are_missing_though_the_rows_reach_across():
    files = [NAME.format("20210401", "20210501"), NAME.format("20210601", "20210701")]
    (gap,) = find_gaps([part(files[0], "2021-04-02 2021-06-30"), part(files[1], "2021-06-01 2021-06-30")], FORMATS)
    assert (gap.first, gap.last) == (date(2021, 5, 1), date(2021, 5, 31))
    assert (gap.file_before, gap.file_after, gap.account_id) == (*files, "x")


@pytest.mark.parametrize(
    ("periods", "missing"),
    [
        (["20210401_20210501", "20210501_20210601"], []),
        (["20210401_20210501", "20210415_20210601"], []),
        (["20210501_20210601", "20210401_20210501"], []),
        (["20210401_20210501", "20210502_20210601"], ["2021-05-01 2021-05-01"]),
        (["20210101_20211231", "20210201_20210301", "20220102_20220201"], ["2021-12-31 2022-01-01"]),
        (["20210101_20210201", "20210301_20210401", "20210501_20210601"], ["2021-02-01 2021-02-28",
                                                                            "2021-04-01 2021-04-30"]),
        (["20210101_20210201"], []),
    ],
)  # fmt: skip
def test_named_stretches_must_meet(periods: list[str], missing: list[str]):
    parts = [part(NAME.format(*period.split("_")), "2021-01-01 2021-01-01") for period in periods]
    assert days(find_gaps(parts, FORMATS)) == missing


@pytest.mark.parametrize(
    ("first", "second", "missing"),
    [
        ("2026-01-05 2026-01-28", "2026-03-02 2026-03-20", ["2026-01-29 2026-03-01"]),
        ("2026-01-05 2026-01-28", "2026-02-27 2026-03-20", []),
        ("2026-01-05 2026-01-31", "2026-03-01 2026-03-20", ["2026-02-01 2026-02-28"]),
        ("2026-01-05 2026-02-01", "2026-03-31 2026-03-31", []),
        ("2026-01-05 2026-02-01", "2026-04-01 2026-04-02", ["2026-02-02 2026-03-31"]),
        ("2025-11-05 2025-11-30", "2026-01-01 2026-01-02", ["2025-12-01 2025-12-31"]),
    ],
)
def test_where_rows_alone_tell_a_whole_month_has_to_be_missing(first: str, second: str, missing: list[str]):
    parts = [part("1/x/b.csv", second, "zendesk_tickets"), part("1/x/a.csv", first, "zendesk_tickets")]
    assert days(find_gaps(parts, FORMATS)) == missing


def test_an_empty_month_that_was_handed_in_is_none():
    named = [
        NAME.format("20210401", "20210501"),
        NAME.format("20210501", "20210601"),
        NAME.format("20210601", "20210701"),
    ]
    parts = [part(named[0], "2021-04-02 2021-04-30"), part(named[1]), part(named[2], "2021-06-01 2021-06-30")]
    assert find_gaps(parts, FORMATS) == []


def test_what_another_export_of_the_same_account_holds_is_not_missing():
    months = [
        part(NAME.format(a, b), "2021-04-02 2021-04-30")
        for a, b in [("20210401", "20210501"), ("20210601", "20210701")]
    ]
    archive = part("1/x/tweets.js", "2015-01-01 2022-01-01", "x_archive_tweets", sides="answered_only")
    assert find_gaps([*months, archive], FORMATS) == []
    elsewhere = part("1/y/tweets.js", "2015-01-01 2022-01-01", "x_archive_tweets", account_id="y")
    assert len(find_gaps([*months, elsewhere], FORMATS)) == 1


def test_a_gap_between_two_kinds_of_export_is_told_once():
    before, after = part("1/x/a.csv", "2021-01-02 2021-01-30"), part("1/x/b.csv", "2021-05-02 2021-05-30", NEWER)
    gaps = find_gaps([before, after], FORMATS)
    assert [(gap.file_before, gap.file_after) for gap in gaps] == [("1/x/a.csv", "1/x/b.csv")]


def test_posts_do_not_stand_in_for_messages():
    inbox = [part("1/x/a.csv", "2026-01-05 2026-01-28", "zendesk_tickets", sides="both"),
             part("1/x/b.csv", "2026-06-02 2026-06-20", "zendesk_tickets", sides="both")]  # fmt: skip
    posts = part("1/x/posts.csv", "2025-01-01 2026-12-31", "facebook_business_suite")
    assert len(find_gaps([*inbox, posts], FORMATS)) == 1


def test_one_file_per_conversation_is_no_series():
    threads = [part(f"1/x/{n}/message_1.json", f"2026-0{n}-05 2026-0{n}-06", "meta_messages") for n in (1, 5, 9)]
    assert find_gaps(threads, FORMATS) == []


@pytest.mark.parametrize("said", [{"account_id": None}, {"status": "failed"}])
def test_what_is_nobody_s_or_was_not_loaded_counts_for_nothing(said: dict[str, object]):
    parts = [
        part(NAME.format(a, b), "2021-04-02 2021-04-30")
        for a, b in [("20210401", "20210501"), ("20210601", "20210701")]
    ]
    assert find_gaps([PartRecord(**vars(each) | said) for each in parts], FORMATS) == []


@pytest.mark.parametrize("name", ["export.csv", "x_20219901_20210501_en.csv", "x_20210501_20210401_en.csv"])
def test_a_name_without_a_stretch_leaves_the_word_to_the_rows(name: str):
    series = next(each for each in FORMATS if each.name == POSTS).series
    found = stretch_of(part(f"1/x/{name}", "2021-04-02 2021-04-30"), series)
    assert (found.first, found.last, found.is_named) == (date(2021, 4, 2), date(2021, 4, 30), False)
    assert stretch_of(part(f"1/x/{name}"), series) is None


@pytest.mark.parametrize("seed", range(20))
def test_gaps_of_named_stretches_are_the_days_that_no_file_holds(seed: int):
    dice = random.Random(seed)
    begins = [date(2021, 1, 1) + timedelta(days=dice.randrange(300)) for _ in range(dice.randint(2, 9))]
    ends = [day + timedelta(days=dice.randrange(1, 45)) for day in begins]
    parts = [part(NAME.format(f"{a:%Y%m%d}", f"{b:%Y%m%d}")) for a, b in zip(begins, ends, strict=True)]
    held = {a + timedelta(days=n) for a, b in zip(begins, ends, strict=True) for n in range((b - a).days)}
    every = {min(held) + timedelta(days=n) for n in range((max(held) - min(held)).days)}
    told = {
        gap.first + timedelta(days=n)
        for gap in find_gaps(parts, FORMATS)
        for n in range((gap.last - gap.first).days + 1)
    }
    assert told == every - held


def put_months(inbox: Inbox, *months: int) -> None:
    for month in months:
        period = f"2021{month:02d}01", f"2021{month + 1:02d}01"
        inbox.put(NAME.format(*period), TWEETS.format(1400000000000000000 + month, f"2021-{month:02d}-10"))


def test_a_load_and_a_check_tell_of_it_and_the_missing_month_mends_it(inbox: Inbox, capsys: pytest.CaptureFixture[str]):
    put_months(inbox, 3, 4, 6)
    report = inbox.check()
    assert days(report.gaps) == ["2021-05-01 2021-05-31"] and say.has_something_to_mend(report)
    say.tell_intake(report)
    assert "x: no export holds 1 May 2021 to 31 May 2021" in capsys.readouterr().out
    assert days(inbox.load().gaps) == ["2021-05-01 2021-05-31"]
    kept = inbox.query("select account_id, cast(gap_from as varchar), cast(gap_to as varchar) from staged.export_gaps")
    assert kept == [("x", "2021-05-01", "2021-05-31")]
    put_months(inbox, 5)
    assert inbox.load().gaps == () and inbox.query("select * from staged.export_gaps") == []


def test_a_download_of_the_same_account_fills_the_month(inbox: Inbox):
    put_months(inbox, 3, 6)
    posts = [{"id_str": f"13{n}000000000000000", "created_at": f"Wed {m} 10 07:05:27 +0000 2021", "full_text": "x"}
             for n, m in enumerate(["Feb", "Jul"])]  # fmt: skip
    inbox.put("1/x/tweets.js", json.dumps([{"tweet": post} for post in posts]))
    assert inbox.load().gaps == ()


@pytest.mark.real
def test_the_month_that_is_missing_among_the_real_exports_is_the_one_told(inbox: Inbox, real_exports: Path):
    target = inbox.settings.inbox / "900101" / "ropensci"
    target.mkdir(parents=True)
    for path in (real_exports / "x_analytics").glob("tweet_activity_metrics_*.csv"):
        shutil.copy(path, target)
    assert days(inbox.load().gaps) == ["2021-05-01 2021-05-31"]
