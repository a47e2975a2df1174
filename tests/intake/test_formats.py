"""Every format file has a sample under data/samples/ and the table that must come of it under tests/cases/formats/."""

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_inbox import Inbox

from pipelines.errors import ModelError
from pipelines.formats import EXPORTS, load_formats
from pipelines.identities import open_keys, pseudonym_of
from pipelines.recognise import plain
from pipelines.say import has_something_to_mend
from pipelines.settings import ROOT

SAMPLES = ROOT / "data" / "samples"
EXPECTED = ROOT / "tests" / "cases" / "formats"
FORMATS = [each for each in load_formats() if each.select]
UNCOUNTED = [each for each in load_formats() if each.uncounted]
SECTION = re.compile(r"^## expect: (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
LONG_ENOUGH_TO_TELL = 12
PERSON = re.compile(r"\{(.+?)\}")


def read_expected(name: str, inbox: Inbox) -> dict[str, tuple[list[str], list[tuple[str | None, ...]]]]:
    """Per table its columns and its rows as text; {id} stands for the pseudonym of an id."""
    text = (EXPECTED / f"{name}.md").read_text(encoding="utf-8")
    text = PERSON.sub(lambda found: pseudonym_of(open_keys(inbox.settings), found[1]), text)
    tables = {}
    for table, body in SECTION.findall(text):
        lines = [line for line in body.splitlines() if line.startswith("|")]
        columns, _, *rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
        tables[table] = columns, [tuple(cell or None for cell in row) for row in rows]
    return tables


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_a_format_makes_the_expected_rows_of_its_sample(inbox: Inbox, each):
    shutil.copytree(SAMPLES / each.name, inbox.settings.inbox, dirs_exist_ok=True)
    report = inbox.load()
    assert {part.format for part in report.loaded if part.staged} == {each.name} and not report.not_loaded
    expected = read_expected(each.name, inbox)
    assert each.table in expected
    for table, (columns, rows) in expected.items():
        relation = "load.rejects" if table == "rejects" else f"staged.{table}"
        texts = ", ".join(f"cast({column} as varchar)" for column in columns)
        assert inbox.query(f"select {texts} from {relation} order by all") == sorted(
            rows, key=lambda row: [(cell is None, cell) for cell in row]
        )


@pytest.mark.parametrize("each", UNCOUNTED, ids=lambda each: each.name)
def test_what_holds_nothing_that_counts_is_known_and_says_so(inbox: Inbox, each):
    shutil.copytree(SAMPLES / each.name, inbox.settings.inbox, dirs_exist_ok=True)
    report = inbox.load()
    assert {(part.format, part.status) for part in report.parts} == {(each.name, "uncounted")}
    assert all(each.uncounted in part.message for part in report.parts) and not has_something_to_mend(report)


def texts_under(value: Any, keys: set[str], inside: bool = False) -> Iterator[str]:
    """Every text that stands under one of the keys, at any depth."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from texts_under(below, keys, inside or plain(key) in keys)
    elif isinstance(value, list):
        for below in value:
            yield from texts_under(below, keys, inside)
    elif inside and isinstance(value, str) and len(value) >= LONG_ENOUGH_TO_TELL:
        yield value


def read_roughly(path: Path) -> Any:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if path.suffix == ".csv":
        return list(csv.DictReader(text.splitlines(keepends=True)))
    return json.loads(text[text.index("=") + 1 :] if path.suffix == ".js" else text)


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_what_a_format_never_loads_is_not_in_what_is_staged(inbox: Inbox, each):
    shutil.copytree(SAMPLES / each.name, inbox.settings.inbox, dirs_exist_ok=True)
    files = [path for path in inbox.settings.inbox.rglob("*.*") if path.suffix in (".csv", ".json", ".js")]
    never = {text for path in files for text in texts_under(read_roughly(path), set(map(plain, each.never)))}
    assert never or not (each.never and files)
    inbox.load()
    kept = [str(duckdb.read_parquet(str(path)).fetchall()) for path in inbox.settings.staged.glob("*/*.parquet")]
    assert kept and not [text for text in never if any(text in rows for rows in kept)]


def test_a_format_file_without_a_header_is_refused_by_name(tmp_path: Path):
    (tmp_path / "vendor_things.sql").write_text("select 1")
    with pytest.raises(ModelError, match="The format has no header"):
        load_formats((tmp_path,))


HEADER = """/*---
title = "t"
vendor = "v"
evidence = "own"
reader = "csv"
table = "activity"
whose = "file"
sides = "both"
{more}
[columns.a]
---*/
select 1"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('table = "activity"', 'table = "actvity"', "Did you mean 'activity'"),
        ('sides = "both"', "", "`sides` is for the activity table"),
        ('evidence = "own"', 'evidence = "heard"', "evidence"),
        ("{more}", "surprise = 1", "surprise"),
        ("{more}", 'records = "[*]"', "`records` is for json"),
        ("[columns.a]", '[columns.a]\ntype = "date"', "`written` is for dates"),
        ("{more}", "= = =", "not valid TOML"),
        ("{more}", 'uncounted = "It lists files."', "why they count for nothing"),
    ],
)
def test_a_wrong_header_is_refused_with_the_fault(tmp_path: Path, old: str, new: str, told: str):
    (tmp_path / "x.sql").write_text(HEADER.replace(old, new).replace("{more}", ""))
    with pytest.raises(ModelError) as raised:
        load_formats((tmp_path,))
    assert told in str(raised.value)


OWN = """/*---
title = "Our own log"
vendor = "us"
evidence = "own"
reader = ["csv", "xlsx"]
table = "monitoring"
whose = "school"
leave_out = "who = 'Total'"
[columns.seen]
aliases = ["Seen at"]
type = "timestamp"
written = ["%d.%m.%Y %H:%M", "excel_serial"]
zone = "Europe/London"
required = true
[columns.who]
missing = ["?"]
[columns.note]
optional = true
---*/
select _row, {columns} from source;
"""
COLUMNS = (
    "_row as check_id, _school_id as school_id, 'public_sweep' as kind, seen as checked_at, "
    "who as checked_by, 'clear' as outcome"
)


def put_own_format(inbox: Inbox, columns: str = COLUMNS) -> None:
    folder = inbox.settings.data / "formats"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own_log.sql").write_text(OWN.replace("{columns}", columns))


LOG = "SEEN AT;Who\n07.09.2026 10:00;ann\n46272.5;?\nsoon;bob\n;cy\n;Total\n"


def test_a_format_of_the_schools_own_is_used_like_the_rest(inbox: Inbox):
    put_own_format(inbox)
    inbox.put("900101/log.csv", LOG)
    part = inbox.only_part()
    assert (part.format, part.rows_read, part.rows_kept, part.rows_rejected) == ("own_log", 4, 2, 2)
    assert inbox.query(
        "select check_id, school_id, checked_at::varchar, checked_by is null from staged.monitoring"
    ) == [
        ("2", "900101", "2026-09-07 09:00:00", False),
        ("3", "900101", "2026-09-07 11:00:00", True),
    ]
    assert inbox.query("select row_number, column_name, reason, accepted from load.rejects order by 1") == [
        (4, "seen", "is no date and time", "written as 25.03.2026 14:05 or 46106"),
        (5, "seen", "is missing", "written as 25.03.2026 14:05 or 46106"),
    ]


def test_a_select_may_say_itself_why_a_row_must_be_set_aside(inbox: Inbox):
    put_own_format(inbox, COLUMNS + ", case when who = 'ann' then 'nobody knows an ann' end as _fault")
    inbox.put("900101/log.csv", LOG.splitlines()[0] + "\n07.09.2026 10:00;ann\n08.09.2026 10:00;bob\n")
    part = inbox.only_part()
    assert (part.rows_read, part.rows_kept, part.rows_rejected) == (2, 1, 1)
    assert inbox.rejects() == [("900101/log.csv", 2, None, None, "nobody knows an ann")]


def test_dates_that_contradict_a_formats_order_stop_the_file(inbox: Inbox):
    put_own_format(inbox)
    inbox.put("900101/log.csv", "Seen at;Who\n09.07.2026 10:00;ann\n09.27.2026 10:00;bob\n")
    part = inbox.only_part()
    assert part.status == "failed"
    assert "27 September 2026" in part.message and "9 July 2026 (as declared) or 7 September 2026" in part.message


TWEET = {"id_str": "30000000000000000", "created_at": "Mon Sep 07 12:00:00 +0000 2026", "full_text": "x"}
ANSWER = TWEET | {"in_reply_to_status_id_str": "29000000000000000", "in_reply_to_user_id_str": "44"}


def test_a_file_beside_the_export_says_what_the_export_does_not(inbox: Inbox):
    inbox.put("1/x/tweets.js", json.dumps([{"tweet": ANSWER}]))
    inbox.load()
    assert inbox.query("select count(*) from staged.activity") == [(2,)]
    inbox.put("1/x/account.js", 'window.YTD.account.part0 = [{"account": {"accountId": "44"}}]')
    assert inbox.load().new_files == ("1/x/account.js", "1/x/tweets.js")
    assert inbox.query("select count(*) from staged.activity") == [(0,)]


def test_a_file_beside_the_export_is_found_in_a_zip_too(inbox: Inbox):
    path = inbox.put("1/x/archive.zip", b"")
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("data/tweets.js", json.dumps([{"tweet": ANSWER}]))
        zipped.writestr("data/account.js", '[{"account": {"accountId": "44"}}]')
    inbox.load()
    assert inbox.query("select count(*) from staged.activity") == [(0,)]


def test_a_changed_format_reads_its_files_anew(inbox: Inbox):
    put_own_format(inbox)
    inbox.put("900101/log.csv", LOG)
    inbox.load()
    put_own_format(inbox, COLUMNS.replace("'clear'", "'finding'"))
    assert inbox.load().new_files == ("900101/log.csv",)
    assert inbox.rows("monitoring", "outcome") == [("finding",), ("finding",)]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("nonsense as check_id", "cannot be used"),
        ("1 as chek_id", "Did you mean 'check_id'"),
        ("cast(who as integer) as check_id", "fails"),
    ],
)
def test_a_wrong_select_stops_the_load_and_names_the_file_but_no_value(inbox: Inbox, columns: str, told: str):
    put_own_format(inbox, columns)
    inbox.put("900101/log.csv", LOG)
    with pytest.raises(ModelError) as raised:
        inbox.load()
    assert raised.value.where == "own_log.sql" and told in str(raised.value)
    assert not any(word in str(raised.value) for word in ("'ann'", "bob", "'cy'"))


def test_format_files_are_named_for_vendor_and_subject():
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", path.stem) for path in EXPORTS.glob("*.sql"))
