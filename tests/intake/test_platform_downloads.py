"""The ZIP that each platform gives, read in place as it comes, with all that is in it and nobody asks for."""

import io
import json
import zipfile
from collections.abc import Mapping

import pytest
from small_inbox import Inbox

SECOND = 1_600_000_000
MESSAGE = {"sender_name": "Ann", "timestamp_ms": SECOND * 1000, "content": "hello"}
REPLY = {"sender_name": "School Page", "timestamp_ms": SECOND * 1000 + 60_000, "content": "hello"}
THREAD = {"participants": [{"name": "Ann"}, {"name": "School Page"}], "messages": [REPLY, MESSAGE], "title": "Ann",
          "thread_path": "inbox/ann_1"}  # fmt: skip
TWEET = {"id_str": "1300000000000000000", "created_at": "Mon Sep 07 12:00:00 +0000 2026", "full_text": "x"}
POST = {"timestamp": SECOND, "data": [{"update_timestamp": SECOND}]}
ANSWER = {"timestamp": SECOND, "data": [{"comment": {"timestamp": SECOND, "comment": "x", "author": "School Page"}}]}
PICTURE = {"media": [{"uri": "media/1.jpg", "creation_timestamp": SECOND, "title": "x"}]}
COMMENT = {
    "media_list_data": [{"uri": ""}],
    "string_map_data": {"Comment": {"value": "x"}, "Media Owner": {"value": "a"}, "Time": {"timestamp": SECOND}},
}
TAKEOUT = "Comment ID,Channel ID,Comment create timestamp,Price,Parent comment ID,Post ID,Video ID,Comment text\n"
SPOKEN = 'c1,ch,2023-09-19T17:42:53.434647+00:00,,,,v1,"{""text"":""x""}"\n'

FACEBOOK = {
    "this_profile's_activity_across_facebook/posts/profile_posts_1.json": json.dumps([POST]),
    "your_activity_across_facebook/comments_and_reactions/comments.json": json.dumps({"comments_v2": [ANSWER]}),
    "your_activity_across_facebook/messages/inbox/ann_1/message_1.json": json.dumps(THREAD),
    "your_activity_across_facebook/messages/inbox/ann_1/photos/1.jpg": b"\xff\xd8\xff",
    "security_and_login_information/ip_address_activity.json": json.dumps(
        {"used_ip_address_v2": [{"ip": "192.0.2.7"}]}
    ),
    "index.html": "<html></html>",
}
INSTAGRAM = {
    "your_instagram_activity/media/posts_1.json": json.dumps([PICTURE]),
    "your_instagram_activity/messages/inbox/ann_1/message_1.json": json.dumps(THREAD),
    "your_instagram_activity/comments/post_comments_1.json": json.dumps([COMMENT]),
    "personal_information/personal_information/personal_information.json": json.dumps({"profile_user": [{"x": "y"}]}),
    "media/posts/202009/1.jpg": b"\xff\xd8\xff",
}
X = {
    "data/tweets.js": "window.YTD.tweets.part0 = " + json.dumps([{"tweet": TWEET}]),
    "data/account.js": 'window.YTD.account.part0 = [{"account": {"accountId": "44", "email": "office@example.org"}}]',
    "data/direct-message-headers.js": "window.YTD.direct_message_headers.part0 = [ ]",
    "data/ip-audit.js": 'window.YTD.ip_audit.part0 = [{"ipAudit": {"loginIp": "192.0.2.7"}}]',
    "assets/fonts/a.woff": b"wOFF",
    "Your archive.html": "<html></html>",
}
GOOGLE = {
    "Takeout/YouTube and YouTube Music/comments/comments.csv": TAKEOUT + SPOKEN,
    "Takeout/YouTube and YouTube Music/subscriptions/subscriptions.csv": "Channel ID,Channel URL\na,b\n",
    "Takeout/archive_browser.html": "<html></html>",
}
DOWNLOADS = {
    "facebook": (FACEBOOK, {"facebook_page_posts": 1, "meta_comments": 1, "meta_messages": 2}),
    "instagram": (INSTAGRAM, {"instagram_posts": 1, "meta_comments": 1, "meta_messages": 2}),
    "x": (X, {"x_archive_tweets": 1, "x_archive_messages": 0}),
    "google": (GOOGLE, {"youtube_takeout_comments": 1}),
}


def pack(members: Mapping[str, str | bytes], top: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(f"{top}{name}", content)
    return packed.getvalue()


@pytest.mark.parametrize("top", ["", "download-2026-09-30/"], ids=["flat", "in a folder"])
@pytest.mark.parametrize("platform", DOWNLOADS)
def test_a_download_is_read_as_it_comes(inbox: Inbox, platform: str, top: str):
    members, formats = DOWNLOADS[platform]
    inbox.put(f"1/school page/{platform}.zip", pack(members, top))
    report = inbox.load()
    assert {part.format: part.rows_kept for part in report.loaded if part.format} == formats
    assert [part.status for part in report.not_loaded if part.status not in ("unrecognised", "failed")] == []
    assert {part.account_id for part in report.parts} == {"school page"}


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_nothing_of_a_download_is_unpacked_and_left(inbox: Inbox, platform: str):
    inbox.put(f"1/school page/{platform}.zip", pack(DOWNLOADS[platform][0]))
    inbox.load()
    left = {path.relative_to(inbox.settings.data).parts[0] for path in inbox.settings.data.rglob("*") if path.is_file()}
    assert left <= {"exports", "staged", "identities", "audit", "audit.jsonl", ".lock", "lock"}
    staged = b"".join(path.read_bytes() for path in inbox.settings.staged.glob("*/*"))
    assert b"192.0.2.7" not in staged and b"office@example.org" not in staged


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_the_same_download_unpacked_gives_the_same_rows(inbox: Inbox, platform: str):
    members, _ = DOWNLOADS[platform]
    columns = ("item_id", "kind", "direction", "cast(sent_at as varchar)", "thread_id")
    inbox.put(f"1/school page/{platform}.zip", pack(members))
    inbox.load()
    packed = sorted(map(str, inbox.rows("activity", *columns)))
    for name, content in members.items():
        inbox.put(f"2/other/{name}", content)
    inbox.load()
    plain = inbox.query(f"select {', '.join(columns)} from staged.activity where _school_id = '2'")
    assert packed and sorted(map(str, plain)) == packed


def test_what_nobody_asks_for_is_told_in_few_lines(inbox: Inbox):
    inbox.put("1/school page/facebook.zip", pack(FACEBOOK | {f"ads/{n}.json": '{"ads": 1}' for n in range(40)}))
    (left,) = inbox.load().not_loaded
    assert left.file == "1/school page/facebook.zip" and left.message.startswith("41 other files in it hold nothing")
