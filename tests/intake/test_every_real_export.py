"""Every real export is what docs/formats.md says, and of its good rows none is lost: counted again by other means."""

import csv
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import fastexcel
import pytest
import yaml

from pipelines.manifest import PartRecord
from pipelines.reference_pages.real_exports import PLACE, compose_real_exports, place_real_exports, try_exports
from pipelines.settings import ROOT
from pipelines.stage import IntakeReport

pytestmark = pytest.mark.real
# Of November 2010.
LAST_ID_WITHOUT_A_CLOCK = 29_700_859_247
PAGE = ROOT / "docs" / "formats.md"
REFUSED = {
    "gias/example_schools_dfe_anonymised.csv": "but for the column 'policy'",
    "gias/schools_gias_extract.csv": "follows no format that is known here",
    "incident_event_log/incident_event_log.csv": "'Incident records' but for the columns 'incident_id'",
    "x_archive/datenquelle/manifest.js": "tweet.js is missing",
}


@pytest.fixture(scope="module")
def report(real_exports: Path) -> IntakeReport:
    return try_exports(real_exports)


def parts_of(report: IntakeReport, name: str) -> list[PartRecord]:
    return [part for part in report.parts if part.file.removeprefix(PLACE).startswith(name)]


def test_the_page_says_what_becomes_of_every_export(report: IntakeReport):
    written = PAGE.read_text(encoding="utf-8")
    assert compose_real_exports(report).strip() in written


def test_the_part_is_made_anew_and_the_rest_of_the_page_stays(real_exports: Path, report: IntakeReport):
    page = "# Mine\n\n<!-- real exports: begin -->\nold\n<!-- real exports: end -->\n\nAfter.\n"
    made = place_real_exports(page, real_exports)
    assert made == f"# Mine\n\n{compose_real_exports(report).strip()}\n\nAfter.\n"
    assert place_real_exports(page, None) == page


def test_every_file_of_the_folder_is_told_of(real_exports: Path, report: IntakeReport):
    files = {str(path.relative_to(real_exports)) for path in real_exports.rglob("*.*") if path.name != "SOURCE.txt"}
    assert {re.sub(r" \[.*\]$", "", part.file.removeprefix(PLACE)) for part in report.parts} == files


def test_what_is_refused_is_refused_for_its_reason_and_nothing_else_is(report: IntakeReport):
    left = {part.file.removeprefix(PLACE): part.message for part in report.not_loaded if part.status != "uncounted"}
    assert left.keys() == REFUSED.keys()
    assert all(reason in left[file] for file, reason in REFUSED.items())


def test_no_part_that_is_loaded_lost_a_row_without_saying_which(report: IntakeReport):
    told = Counter(reject.file for reject in report.rejects)
    assert all(told[part.file] >= part.rows_rejected for part in report.loaded)
    assert {part.file for part in report.loaded if part.rows_rejected} == set(told)


def read_csv(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def count_seconds(path: Path) -> int:
    return len({record["timestamp"] for record in json.loads(path.read_text("utf-8"))})


def count_feed(path: Path) -> int:
    rows = read_csv(path, "utf-8")
    return len({row[name] for row in rows for name in ("Status ID", "Comment ID", "Reply ID") if row[name]})


def count_insights(path: Path) -> int:
    """Every row of a sheet with a moment in it: the rows that head a sheet, one or two, have none."""
    space = "{urn:schemas-microsoft-com:office:spreadsheet}"
    rows = ElementTree.parse(path).getroot().iter(f"{space}Row")
    return sum(any(re.match(r"\d{4}-\d\d-\d\dT", cell.text or "") for cell in row.iter(f"{space}Data")) for row in rows)


def count_instagram(path: Path) -> int:
    posts = json.loads(path.read_text("utf-8"))
    return len({post.get("creation_timestamp") or post["media"][0]["creation_timestamp"] for post in posts})


def count_holidays(path: Path) -> int:
    return len(json.loads(path.read_text("utf-8"))["england-and-wales"]["events"])


def count_half_terms(path: Path) -> int:
    return sum(1 + len(term.get("half_terms", ())) for term in yaml.safe_load(path.read_text("utf-8"))["terms"])


def count_linkedin(path: Path) -> int:
    book = fastexcel.read_excel(path)
    return book.load_sheet("Update Engagement", header_row=1).to_arrow().num_rows


def count_videos(path: Path) -> int:
    return sum(1 for row in read_csv(path) if row["Content"] != "Total" and row["Video publish time"])


def count_tweets(path: Path) -> int:
    """Own tweets but for those of others shared on, and the tweets answered of which the id holds a moment."""
    tweets = [item["tweet"] for item in json.loads(path.read_text("utf-8").partition("=")[2].rstrip().rstrip(";"))]
    ids = {tweet["id_str"] for tweet in tweets}
    answered = {tweet["in_reply_to_status_id_str"] for tweet in tweets if tweet.get("in_reply_to_status_id_str")}
    assert not answered & ids  # this account never answered itself
    own = [tweet for tweet in tweets if not tweet["full_text"].startswith("RT @")]
    return len(own) + sum(int(number) > LAST_ID_WITHOUT_A_CLOCK for number in answered)


COUNTED: dict[str, Callable[[Path], int]] = {
    "facebook_page_download/earth_llc/profile_posts_1.json": count_seconds,
    "facebook_page_feed/straits_times/*.csv": count_feed,
    "facebook_page_insights/Facebook Posts Q1.xml": count_insights,
    "govuk_bank_holidays/bank-holidays.json": count_holidays,
    "instagram_download/bitsinna_art/posts_1.json": count_instagram,
    "linkedin_page/NPLF LinkedIn Q1.xls": count_linkedin,
    "term_dates/*.yaml": count_half_terms,
    "x_archive/fanfare_stiphout/tweets.js": count_tweets,
    "youtube_studio/pune_tech_community/Table data.csv": count_videos,
}


@pytest.mark.parametrize("name", COUNTED)
def test_every_good_row_is_kept(real_exports: Path, report: IntakeReport, name: str):
    paths = sorted(real_exports.glob(name))
    kept = sum(part.rows_kept for path in paths for part in parts_of(report, str(path.relative_to(real_exports))))
    assert paths and kept == sum(COUNTED[name](path) for path in paths) > 0


def test_every_tweet_of_the_analytics_that_is_no_answer_is_kept(real_exports: Path, report: IntakeReport):
    paths = sorted((real_exports / "x_analytics").glob("*.csv"))
    tweets = [row for path in paths for row in read_csv(path, "utf-8") if not row["Tweet text"].startswith("@")]
    assert sum(part.rows_kept for part in parts_of(report, "x_analytics/tweet_")) == len(tweets) > 700
    assert len({row["Tweet id"] for row in tweets}) == len(tweets)
