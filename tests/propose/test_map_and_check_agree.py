"""Whatever the file, `map` says of its rows what `check` and `load` then do; no header or word breaks the format."""

import io
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from pipelines.propose.options import Options
from pipelines.propose.verb import map_file
from pipelines.settings import Settings
from tests.intake.small_inbox import Inbox, as_csv
from tests.propose.conftest import SCHOOL, Desk

WORDS = st.sampled_from(["Bullying", "gdpr", "Sexting, Racism", "harassment", "Uniform", "", "N/A", "GDPR;Phishing"])
DAYS = st.dates(min_value=date(2025, 9, 13), max_value=date(2026, 8, 31)).map(lambda day: day.strftime("%d/%m/%Y"))
NOT_DAYS = st.sampled_from(["", "soon", "31/02/2026", "2026-09-07"])
LEVELS = st.sampled_from(["High", "2 - Medium", "low", "", "?", "purple"])
ROLES = st.sampled_from(["Head of Year", "DSL", "", "Mrs Patel"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "Ref": st.integers(1, 30).map(str),
            "Date of concern": st.one_of(DAYS, DAYS, DAYS, NOT_DAYS),
            "Type of concern": WORDS,
            "Risk level": LEVELS,
            "Reported to": ROLES,
            "Details": st.sampled_from(["a, b\nc", '"quoted"', ""]),
        }
    ),
    min_size=1,
    max_size=15,
)
# Rows that every column can be known by, whatever else is in them.
SOUND = {
    "Ref": "99",
    "Date of concern": "25/09/2026",
    "Type of concern": "Trolling",
    "Risk level": "High",
    "Reported to": "DSL",
    "Details": "x",
}
COUNTS = re.compile(r"Tried on the file: ([\d,]+) read, ([\d,]+) kept, ([\d,]+) set aside")


def map_text(inbox: Inbox, text: str, **options) -> tuple[str, Path | None]:
    path = inbox.put(f"{SCHOOL}/log.csv", text)
    console = Console(file=io.StringIO(), width=200, soft_wrap=True)
    written = map_file(inbox.settings, path, Options("incidents", yes=True, **options), console)
    return console.file.getvalue(), written


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, keep=st.sampled_from(["all", "last", "first"]))
def test_the_numbers_of_rows_are_the_same(rows: list[dict[str, str]], keep: str):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
        inbox = Inbox(Settings(data=Path(folder), as_at=date(2026, 10, 23)))
        sound = [{**SOUND, "Ref": str(100 + number)} for number in range(len(rows) + 1)]
        told, written = map_text(inbox, as_csv([*sound, *rows]), keep=keep)
        assert written is not None
        read, kept, aside = (int(number.replace(",", "")) for number in COUNTS.search(told).groups())
        checked = inbox.check()
        (part,) = checked.parts
        assert (part.format, part.status) == ("log", "loaded")
        assert (part.rows_read, part.rows_kept, part.rows_rejected) == (read, kept, aside)
        loaded = inbox.load()
        assert (loaded.rows_kept, loaded.rows_rejected) == (kept, aside)
        assert "Mrs Patel" not in told and "quoted" not in told


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_encoding_and_the_delimiter_do_not_matter(desk: Desk, encoding: str, delimiter: str):
    rows = ["Réf|Date of concern|Type of concern", "é1|25/09/2026|Bullying", "é2|26/09/2026|GDPR"]
    desk.put("log.csv", "\n".join(row.replace("|", delimiter) for row in rows).encode(encoding))
    assert desk.map("incidents", sets=["incident_id=réf"])
    assert desk.rows("incidents", "incident_id", "category") == [
        (f"{SCHOOL}/é1", "harassment"),
        (f"{SCHOOL}/é2", "data_breach"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        'Date "of" concern',
        "Date of concern\\",
        "Date\nof concern",
        "Date of concern 'x'",
        "---*/ date of concern",
        "Date; drop",
    ],
)
def test_a_header_cannot_break_out_of_the_format_file(desk: Desk, header: str):
    desk.put("log.csv", as_csv([{"Ref": "1", header: "25/09/2026", "Category": "GDPR"}]))
    assert desk.map("incidents", sets=[f"reported_at={header}"])
    assert desk.rows("incidents", "incident_id", "reported_at") == [(f"{SCHOOL}/1", "2026-09-24 23:00:00")]


@pytest.mark.parametrize("word", ["it's", 'say "no"', "a\\b", "x') or drop table source --", "é"])
def test_a_word_cannot_break_out_of_the_format_file(desk: Desk, word: str):
    desk.put("log.csv", as_csv([{"Ref": "1", "Date": "25/09/2026", "Category": word}]))
    assert desk.map("incidents", words=[f"category:{word}=harassment"], sets=["category=Category"])
    assert desk.rows("incidents", "category") == [("harassment",)]


@pytest.mark.parametrize("header", ["Source", "Select", "From", "Order", "1st contact", "日付", "Table"])
def test_headers_that_are_words_of_sql_or_no_latin_letters(desk: Desk, header: str):
    desk.put("log.csv", as_csv([{header: "25/09/2026", "Ref": "1", "Category": "GDPR"}]))
    assert desk.map("incidents", sets=[f"reported_at={header}"])
    assert desk.rows("incidents", "reported_at") == [("2026-09-24 23:00:00",)]


def test_the_same_header_twice_is_told_apart_by_its_number(desk: Desk):
    desk.put("log.csv", "Ref,Date,Category,Date\n1,25/09/2026,GDPR,28/09/2026\n")
    assert desk.map("incidents", sets=["reported_at=Date", "closed_at=Date (2)"])
    assert desk.rows("incidents", "reported_at", "closed_at") == [("2026-09-24 23:00:00", "2026-09-27 23:00:00")]


def test_the_same_file_gives_the_same_format(desk: Desk, tmp_path: Path):
    desk.put("log.csv", as_csv([SOUND]))
    first = desk.map("incidents", out=tmp_path / "one" / "own_log.sql").read_text(encoding="utf-8")
    second = desk.map("incidents", out=tmp_path / "two" / "own_log.sql").read_text(encoding="utf-8")
    assert first == second


def test_a_mapping_of_less_gives_way_to_a_format_that_knows_more(desk: Desk):
    desk.put("log.csv", "Ref,Date,Category\n1,25/09/2026,GDPR\n")
    desk.map("incidents", name="small_log")
    desk.put("log.csv", "Ref,Date,Category,Severity\n1,25/09/2026,GDPR,High\n")
    report = desk.inbox.check()
    assert {part.format for part in report.parts} == {"small_log"}
    assert report.parts[0].unknown_columns == ("Severity",)
