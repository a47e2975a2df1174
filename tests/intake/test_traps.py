"""Traps of real exports, each by a small file that has it; tests/cases/traps.md lists every trap with its test."""

import io
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from small_inbox import Inbox, person

from pipelines.settings import ROOT

LIST = ROOT / "tests" / "cases" / "traps.md"
LINE = re.compile(r"^\| (?P<trap>[^|]+) \| `(?P<file>[^`|:]+)::(?P<test>[^`|]+)` \|$", re.MULTILINE)
HOME = "1/page"


def book(**sheets: list[list[object]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def sent(inbox: Inbox, *columns: str) -> list[tuple[object, ...]]:
    inbox.load()
    return inbox.rows("activity", *(columns or ("item_id", "cast(sent_at as varchar)")))


def test_every_trap_has_a_test_of_its_own():
    lines = LINE.findall(LIST.read_text(encoding="utf-8"))
    rows = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(lines) == len(rows) - 2 >= 36
    for trap, file, test in lines:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {test}(" in source, f"{trap}: {file} has no {test}"


INSIGHTS = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Key Metrics"><Table>{}</Table></Worksheet>
</Workbook>"""


def as_xml_row(*cells: str) -> str:
    return "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells) + "</Row>"


def test_a_second_row_of_headers_is_no_post(inbox: Inbox):
    rows = [
        as_xml_row("Post ID", "Posted", "Audience Targeting"),
        as_xml_row("", "", "Lifetime: who may see it"),
        as_xml_row("1_2", "2020-09-22T07:07:36.000", ""),
    ]
    inbox.put(f"{HOME}/posts.xls", INSIGHTS.format("".join(rows)))
    assert sent(inbox, "item_id") == [("1_2",)]


def test_the_row_of_totals_is_no_video(inbox: Inbox):
    rows = 'Content,Video title,Video publish time,Views\nTotal,,,900\nabc,Harvest,"Dec 18, 2022",9\n'
    inbox.put(f"{HOME}/Table data.csv", rows)
    assert sent(inbox, "item_id") == [("abc",)]


def test_an_id_that_begins_with_a_hyphen_has_lost_the_space_before_it(inbox: Inbox):
    rows = 'Content,Video title,Video publish time\n" -abc",Harvest,"Dec 18, 2022"\n'
    inbox.put(f"{HOME}/Table data.csv", rows)
    assert sent(inbox, "item_id") == [("-abc",)]


POSTS = [["Update title", "Update link", "Created date", "Campaign start date"]]
LINK = "https://www.linkedin.com/feed/update/urn:li:activity:{}"


@pytest.mark.parametrize("written", [44008, "06/26/2020", datetime(2020, 6, 26)])
def test_a_day_may_be_a_serial_number_of_excel(inbox: Inbox, written: object):
    inbox.put(f"{HOME}/posts.xlsx", book(Posts=[*POSTS, ["Harvest", "https://example.org/post", written, None]]))
    assert sent(inbox, "cast(sent_at as date)") == [(datetime(2020, 6, 26).date(),)]


@pytest.mark.parametrize(
    ("form", "moment"),
    [("seconds", 1_600_000_000), ("milliseconds", 1_600_000_000_000)],
)
def test_moments_count_seconds_in_posts_and_milliseconds_in_messages(inbox: Inbox, form: str, moment: int):
    if form == "seconds":
        inbox.put(
            f"{HOME}/profile_posts_1.json", json.dumps([{"timestamp": moment, "data": [{"update_timestamp": 1}]}])
        )
    else:
        inbox.put(f"{HOME}/message_1.json", thread([("Ann", moment)]))
    assert sent(inbox, "cast(sent_at as varchar)") == [("2020-09-13 12:26:40",)]


def thread(messages: list[tuple[str, int]]) -> str:
    people = [{"name": "Ann"}, {"name": "Page"}]
    said = [{"sender_name": sender, "timestamp_ms": moment, "content": "hello"} for sender, moment in messages]
    return json.dumps({"participants": people, "messages": said, "title": "Ann", "thread_path": "inbox/ann_1"})


def test_messages_come_newest_first_and_over_several_parts(inbox: Inbox):
    minute = 60_000
    begins = 1_600_000_000_000
    newest = [("Page", begins + 5 * minute), ("Ann", begins + 4 * minute)]
    oldest = [("Page", begins + minute), ("Ann", begins)]
    inbox.put(f"{HOME}/ann/message_1.json", thread(newest))
    inbox.put(f"{HOME}/ann/message_2.json", thread(oldest))
    inbox.load()
    asked = "select direction, count(distinct thread_id) over () from staged.activity order by sent_at"
    assert [row[0] for row in inbox.query(asked)] == ["inbound", "outbound"] * 2
    assert inbox.query("select count(distinct thread_id) from staged.activity") == [(1,)]


def test_a_share_that_is_written_twice_is_one_post(inbox: Inbox):
    shared = {"timestamp": 1_600_000_000, "data": [{}], "attachments": [{"data": [{"external_context": {"url": "x"}}]}]}
    inbox.put(
        f"{HOME}/profile_posts_1.json", json.dumps([shared, {"timestamp": 1_600_000_000, "data": [{"post": "x"}]}])
    )
    assert len(sent(inbox)) == 1


TWEETS = 'Post id,Date,Post text,Post Link\n{},"Tue, Jul 14, 2026",hello,link\n'
GOOD_ID = str((1_784_023_200_000 - 1_288_834_974_657) << 22)


@pytest.mark.parametrize("spoilt", ["2.07E+18", "2076970000000000000.0", str(int(GOOD_ID) // 10**6 * 10**6 + 10**17)])
def test_an_id_that_a_spreadsheet_rounded_is_set_aside(inbox: Inbox, spoilt: str):
    inbox.put(f"{HOME}/account_analytics_content_2026-07-01_2026-07-31.csv", TWEETS.format(spoilt))
    part = inbox.only_part()
    assert (part.rows_kept, part.rows_rejected) == (0, 1)


def test_a_long_id_stays_whole(inbox: Inbox):
    inbox.put(f"{HOME}/account_analytics_content_2026-07-01_2026-07-31.csv", TWEETS.format(GOOD_ID))
    assert sent(inbox) == [(GOOD_ID, "2026-07-14 10:00:00")]
    tweet = {"id_str": "9223372036854775807", "created_at": "Mon Sep 07 12:00:00 +0000 2026", "full_text": "x"}
    inbox.put("1/other/tweets.js", json.dumps([{"tweet": tweet}]))
    inbox.load()
    assert inbox.query("select item_id from staged.activity where account_id = 'other'") == [("9223372036854775807",)]


SUPPORT = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
MOMENT = "Tue Oct 31 22:1{}:47 +0000 2017"


@pytest.mark.parametrize("answers", ['"2,3"', '"1,55,157"', ""])
def test_a_list_of_ids_in_one_cell_is_no_number_and_spoils_nothing(inbox: Inbox, answers: str):
    rows = f"1,ann,True,{MOMENT.format(0)},@Shop hi,{answers},\n2,Shop,False,{MOMENT.format(5)},hi,,1.0\n"
    inbox.put("support.csv", SUPPORT + rows)
    assert sent(inbox, "item_id", "in_reply_to") == [("1", None), ("2", "1")]


def test_a_sheet_is_known_by_its_columns_whatever_somebody_called_it(inbox: Inbox):
    visitors = [["Location", "Total views"], ["London", 12]]
    inbox.put(
        f"{HOME}/page.xlsx", book(Update_Engagement=visitors, Location=[*POSTS, ["x", LINK.format(1), 44008, ""]])
    )
    formats = {part.file.rsplit(" ", 1)[1]: part.format for part in inbox.load().parts}
    assert formats == {"Engagement]": "linkedin_page_audience", "[Location]": "linkedin_page_posts"}


def test_a_code_keeps_its_leading_zeros(inbox: Inbox):
    inbox.put("people.csv", [person(person_id="007", school_id="000123")])
    inbox.put("people.xlsx", book(people=[list(person()), list(person(person_id="008", school_id="000123").values())]))
    inbox.load()
    assert inbox.query("select distinct school_id from staged.people") == [("000123",)]


FORM = "ID,Start time,Completion time,Email,Name,Policy,Version\n1,x,07/09/2026 11:00,{},Ann,{},1;\n"


def test_a_choice_among_several_ends_in_a_semicolon(inbox: Inbox):
    inbox.put("form.csv", FORM.format("a@example.org", "barnes;"))
    inbox.load()
    assert inbox.rows("acknowledgements", "policy", "version") == [("barnes", "1")]


def test_an_answer_by_anonymous_counts_for_nobody(inbox: Inbox):
    inbox.put("form.csv", FORM.format("anonymous", "barnes"))
    assert (inbox.only_part().rows_kept, inbox.only_part().rows_rejected) == (0, 1)
    assert "counted for nobody" in inbox.rejects()[0][4]


@pytest.mark.parametrize("blank", ["-", ""])
def test_a_mark_for_nothing_is_no_value(inbox: Inbox, blank: str):
    rows = f"Id,Requester id,Via,Created at,First reply time in minutes\n1,9,Web form,2026-09-07 10:00,{blank}\n"
    inbox.put(f"{HOME}/export-1.csv", rows)
    assert sent(inbox, "kind") == [("message",)]


def test_a_post_of_a_lifetime_is_read_by_its_moment(inbox: Inbox):
    rows = "Post ID,Page ID,Publish time,Permalink,Date\n5,7,09/07/2026 08:00,link,Lifetime\n"
    inbox.put(f"{HOME}/posts.csv", rows)
    assert sent(inbox) == [("7_5", "2026-09-07 07:00:00")]


@pytest.mark.parametrize("name", ["posts_1.json", "profile_posts_1.json"])
def test_a_text_with_two_readings_of_its_bytes_does_no_harm(inbox: Inbox, name: str):
    """Captions in bytes written one by one are not read, whatever they hold."""
    media = [{"uri": "a", "creation_timestamp": 1_600_000_000}]
    post = {"timestamp": 1_600_000_000, "title": "\u00c4\u0083", "data": [{"update_timestamp": 1}], "media": media}
    inbox.put(f"{HOME}/{name}", json.dumps([post]))
    assert len(sent(inbox)) == 1
    staged = b"".join(path.read_bytes() for path in Path(inbox.settings.staged).glob("*/*"))
    assert "\u0103".encode() not in staged
