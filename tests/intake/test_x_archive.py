"""An X archive as a whole: its list of files, its parts, the messages without text, and who the account is."""

import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from small_inbox import Inbox

from pipelines import say

OWN, OTHER = "4400001", "990001"
FOLDER = "1/school_x/data"
# Ids are clocks: each is of the same second as the time beside it.
START_MS = 1_757_000_000_000
KINDS = {
    "tweets.js": ("tweets", "YTD.tweets.part0"),
    "tweets-part1.js": ("tweets", "YTD.tweets.part1"),
    "account.js": ("account", "YTD.account.part0"),
    "direct-messages.js": ("directMessages", "YTD.direct_messages.part0"),
    "direct-message-headers.js": ("directMessageHeaders", "YTD.direct_message_headers.part0"),
}


def tweet_id(minute: int) -> str:
    return str((START_MS + minute * 60_000 - 1_288_834_974_657) << 22)


def tweet(minute: int, **more: Any) -> dict[str, Any]:
    created = f"{datetime.fromtimestamp(START_MS / 1000 + minute * 60, UTC):%a %b %d %H:%M:%S +0000 %Y}"
    return {"tweet": {"id_str": tweet_id(minute), "created_at": created, "full_text": "x", **more}}


def answer(minute: int, to: int, user: str = OTHER) -> dict[str, Any]:
    return tweet(minute, in_reply_to_status_id_str=tweet_id(to), in_reply_to_user_id_str=user)


ACCOUNT = [{"account": {"accountId": OWN, "email": "office@example.org"}}]


def conversation(text: str | None) -> list[dict[str, Any]]:
    told = {} if text is None else {"text": text}
    messages = [
        {"id": "2", "senderId": OWN, "recipientId": OTHER, "createdAt": "2026-09-08T10:20:30.500Z", **told},
        {"id": "1", "senderId": OTHER, "recipientId": OWN, "createdAt": "2026-09-08T09:00:00.000Z", **told},
    ]
    items = [{"messageCreate": message} for message in messages]
    return [{"dmConversation": {"conversationId": f"{OTHER}-{OWN}", "messages": items}}]


def as_js(name: str, items: Any) -> str:
    return f"window.{KINDS[name][1]} = {json.dumps(items, indent=2)}"


def make_list(files: Mapping[str, Any], **counts: str) -> str:
    """The archive's list of its files; `counts` says another number for a file, its hyphens written as underscores."""
    kinds: dict[str, Any] = {
        "ads": {"files": [{"fileName": "data/ads.js", "globalName": "YTD.ads.part0", "count": "3"}]}
    }
    for name, items in files.items():
        kind, variable = KINDS[name]
        count = counts.get(name.removesuffix(".js").replace("-", "_"), str(len(items)))
        listed = {"fileName": f"data/{name}", "globalName": variable, "count": count}
        kinds.setdefault(kind, {"files": []})["files"].append(listed)
    config = {"archiveInfo": {"generationDate": "2026-09-30T15:40:58.834Z", "isPartialArchive": False}}
    return "window.__THAR_CONFIG = " + json.dumps({**config, "dataTypes": kinds})


ARCHIVE = {"tweets.js": [tweet(0), answer(40, 10)], "tweets-part1.js": [tweet(50)], "account.js": ACCOUNT}


def put(inbox: Inbox, files: Mapping[str, Any], listed: str | None = None, without: tuple[str, ...] = ()) -> None:
    inbox.put(f"{FOLDER}/manifest.js", make_list(files) if listed is None else listed)
    for name, items in files.items():
        if name not in without:
            inbox.put(f"{FOLDER}/{name}", as_js(name, items))


def state(inbox: Inbox, name: str = "manifest.js") -> Any:
    return next(part for part in inbox.load().parts if part.file == f"{FOLDER}/{name}")


def test_an_archive_that_is_as_its_list_says_has_nothing_to_mend(inbox: Inbox):
    put(inbox, ARCHIVE)
    report = inbox.load()
    assert {part.file.removeprefix(f"{FOLDER}/"): part.status for part in report.parts} == {
        "account.js": "loaded",
        "manifest.js": "uncounted",
        "tweets-part1.js": "loaded",
        "tweets.js": "loaded",
    }
    assert not say.has_something_to_mend(report)


def test_all_parts_are_one_account_and_an_answer_is_measured_by_the_clock_in_the_id(inbox: Inbox):
    put(inbox, ARCHIVE)
    inbox.load()
    assert inbox.query("select kind, count(*) from staged.activity group by kind order by kind") == [
        ("comment", 1),
        ("post", 2),
        ("reply", 1),
    ]
    waits = """
        select date_diff('minute', asked.sent_at, told.sent_at) from staged.activity as told
        inner join staged.activity as asked on told.in_reply_to = asked.item_id
    """
    assert inbox.query(waits) == [(30,)]


def test_a_part_that_was_left_behind_is_named(inbox: Inbox):
    put(inbox, ARCHIVE, without=("tweets-part1.js",))
    part = state(inbox)
    assert part.status == "incomplete" and "tweets-part1.js is missing, which the list says holds 1" in part.message
    assert say.has_something_to_mend(inbox.check())


def test_the_list_is_held_against_the_files_again_when_the_missing_one_comes(inbox: Inbox):
    put(inbox, ARCHIVE, without=("tweets-part1.js",))
    assert state(inbox).status == "incomplete"
    inbox.put(f"{FOLDER}/tweets-part1.js", as_js("tweets-part1.js", ARCHIVE["tweets-part1.js"]))
    assert state(inbox).status == "uncounted"


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"tweets": "3"}, "tweets.js holds 2 where the list says 3"),
        ({"tweets": "1"}, "tweets.js holds 2 where the list says 1"),
        ({"tweets": "1000000"}, "the list says 1,000,000"),
        ({"account": "0"}, "account.js holds 1 where the list says 0"),
    ],
)
def test_a_count_that_differs_is_told(inbox: Inbox, counts: dict[str, str], told: str):
    put(inbox, ARCHIVE, make_list(ARCHIVE, **counts))
    part = state(inbox)
    assert part.status == "incomplete" and told in part.message


def test_a_file_that_is_another_part_than_its_name_says_is_told(inbox: Inbox):
    put(inbox, ARCHIVE)
    inbox.put(f"{FOLDER}/tweets-part1.js", as_js("tweets.js", ARCHIVE["tweets-part1.js"]))
    told = "begins with 'window.YTD.tweets.part0' where the list says 'window.YTD.tweets.part1'"
    assert told in state(inbox).message


@pytest.mark.parametrize("count", ["many", "", "-1", None])
def test_a_list_that_says_no_number_is_not_held_to_one(inbox: Inbox, count: Any):
    put(inbox, ARCHIVE, make_list(ARCHIVE, tweets=count))
    assert state(inbox).status == "uncounted"


@pytest.mark.parametrize(
    "types", [None, [], "x", {"tweets": []}, {"tweets": {"files": "none"}}, {"tweets": {"files": [1]}}]
)
def test_a_list_of_another_shape_says_nothing(inbox: Inbox, types: Any):
    listed = json.dumps({"archiveInfo": {"generationDate": "x", "isPartialArchive": True}, "dataTypes": types})
    put(inbox, ARCHIVE, listed)
    assert state(inbox).status == "uncounted"


def test_a_file_of_which_nothing_is_read_may_be_missing(inbox: Inbox):
    put(inbox, ARCHIVE)
    assert "ads" not in state(inbox).message


def test_in_a_zip_the_list_is_held_against_the_members(inbox: Inbox):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("data/manifest.js", make_list(ARCHIVE))
        for name in ("tweets.js", "account.js"):
            zipped.writestr(f"data/{name}", as_js(name, ARCHIVE[name]))
    inbox.put("1/school_x/archive.zip", packed.getvalue())
    parts = {part.file.rsplit("/", 1)[1]: part for part in inbox.load().parts}
    assert parts["tweets.js"].rows_kept == 3
    assert parts["manifest.js"].status == "incomplete" and "tweets-part1.js is missing" in parts["manifest.js"].message


MESSAGES = {"direct-messages.js": conversation("Kept between two"), "account.js": ACCOUNT}
HEADERS = {"direct-message-headers.js": conversation(None)}


def test_messages_with_their_text_are_not_read_where_the_headers_are_there(inbox: Inbox):
    put(inbox, MESSAGES | HEADERS)
    part = state(inbox, "direct-messages.js")
    assert (part.status, part.staged, part.rows_read) == ("uncounted", None, 0)
    assert "direct-message-headers.js beside it says the same without any text" in part.message
    assert inbox.rows("activity", "item_id", "direction") == [("2", "outbound"), ("1", "inbound")]


def test_without_the_headers_the_messages_say_the_same(inbox: Inbox):
    columns = ("item_id", "direction", "sent_at", "thread_id", "author_id")
    put(inbox, MESSAGES)
    assert state(inbox, "direct-messages.js").rows_kept == 2
    with_text = inbox.rows("activity", *columns)
    for name in ("direct-messages.js", "direct-message-headers.js"):
        (inbox.settings.inbox / FOLDER / name).unlink(missing_ok=True)
    inbox.put(
        f"{FOLDER}/direct-message-headers.js", as_js("direct-message-headers.js", HEADERS["direct-message-headers.js"])
    )
    inbox.load()
    assert inbox.rows("activity", *columns) == with_text


def test_headers_that_come_later_take_the_place_of_the_messages(inbox: Inbox):
    put(inbox, MESSAGES)
    inbox.load()
    inbox.put(f"{FOLDER}/direct-message-headers.js", as_js("direct-message-headers.js", conversation(None)))
    assert state(inbox, "direct-messages.js").status == "uncounted"
    assert inbox.query("select distinct _file from staged.activity") == [(f"{FOLDER}/direct-message-headers.js",)]


@pytest.mark.parametrize("headers", ["", "[", "[]", "no json"])
def test_headers_that_hold_nothing_do_not_take_the_place_of_the_messages(inbox: Inbox, headers: str):
    put(inbox, MESSAGES)
    inbox.put(f"{FOLDER}/direct-message-headers.js", headers)
    assert state(inbox, "direct-messages.js").rows_kept == 2


def test_either_of_the_two_is_enough_for_the_list(inbox: Inbox):
    put(inbox, MESSAGES | HEADERS, without=("direct-messages.js",))
    assert state(inbox).status == "uncounted"


def test_an_account_file_that_a_formatter_rewrote_is_refused_with_the_reason(inbox: Inbox):
    inbox.put(
        f"{FOLDER}/account.js", "window.YTD.account.part0 = [\n  {\n    account: { accountId: '1', },\n  },\n];\n"
    )
    part = state(inbox, "account.js")
    assert part.status == "failed"
    assert "strict JSON: keys in double quotes, no trailing commas" in part.message


@pytest.mark.parametrize("prefix", ["window.YTD.tweets.part0 = ", "window.YTD.tweet.part0 = ", "module.exports = ", ""])
def test_tweets_are_read_whatever_stands_before_them(inbox: Inbox, prefix: str):
    inbox.put(f"{FOLDER}/tweets.js", prefix + json.dumps([tweet(0)]) + (";" if prefix else ""))
    assert state(inbox, "tweets.js").rows_kept == 1


def test_a_retweet_is_no_post_and_an_answer_to_oneself_no_reply(inbox: Inbox):
    retweet = tweet(1, full_text="RT @other: what somebody said", retweeted=False)
    put(inbox, {"tweets.js": [tweet(0), retweet, answer(2, 0, OWN)], "account.js": ACCOUNT})
    inbox.load()
    assert inbox.rows("activity", "item_id", "kind") == [(tweet_id(0), "post")]


def test_what_was_answered_is_all_that_is_known_and_the_file_says_so(inbox: Inbox):
    put(inbox, ARCHIVE)
    assert state(inbox, "tweets.js").sides == "answered_only"
    assert inbox.query("select distinct _sides from staged.activity") == [("answered_only",)]


@pytest.mark.real
def test_the_list_of_a_real_archive_names_what_the_rest_of_it_lacks(inbox: Inbox, real_exports: Path):
    shutil.copytree(real_exports / "x_archive" / "datenquelle", inbox.settings.inbox / FOLDER)
    part = state(inbox)
    assert part.status == "incomplete"
    assert "tweet.js is missing, which the list says holds 3436" in part.message
    assert "direct-messages.js holds 0 where the list says 1" in part.message
    assert "ad-engagements" not in part.message


def test_a_check_says_which_exports_can_give_no_share(inbox: Inbox, capsys: pytest.CaptureFixture[str]):
    put(inbox, ARCHIVE)
    posts = "Post ID,Page ID,Publish time,Permalink\n5,7,09/07/2026 08:00,link\n"
    for name in ("a", "b"):
        inbox.put(f"1/page/{name}.csv", posts.replace("5,7", f"{name},7"))
    say.tell_intake(inbox.check())
    told = capsys.readouterr().out
    assert "x_archive_tweets (2 exports): only messages that were answered" in told
    assert "facebook_business_suite (2 exports): only what was sent" in told


def test_a_check_of_both_sides_says_nothing_of_sides(inbox: Inbox, capsys: pytest.CaptureFixture[str]):
    put(inbox, MESSAGES)
    say.tell_intake(inbox.check())
    assert "no share answered" not in capsys.readouterr().out
