r"""Owns what a format file says: the header and select of `journey/0_exports/<vendor>_<subject>.sql`; reads no export.

A format file is a TOML header in a block comment and one DuckDB select:

    /*---
    title = "X analytics, one row per post"     what people call it
    vendor = "X"
    evidence = "F"                  F seen in a real file, V on the vendor's own pages, P in other people's parsers
    reader = "csv"                  csv | xlsx (also .xls) | xml (SpreadsheetML) | json; several: ["csv", "xlsx"];
                                    json is also for YAML, and for iCalendar as an array of events by property
    table = "activity"              the contract table that the select yields
    whose = "account"               whose the rows are: "file" (each row says), "school" or "account" (the folder says)
    sides = "outbound"              for activity: "both", "outbound" or "answered_only"; a rate needs both
    name_hints = ["tweet_activity_metrics_*.csv"]     file names; only a tie-break, what an empty export goes by, and
                                    what a file is held against that follows no format
    records = "[*].tweet"           json only: where one record stands; [*] each item, * each key, names joined by dots;
                                    several where versions differ: ["[*].tweet", "[*]"]
    mojibake = true                 json only: UTF-8 that was written byte by byte is repaired
    leave_out = "content = 'Total'" condition on the text columns of rows that are no data; they are not counted
    never = ["Tweet text"]          headers or keys that are never loaded
    uncounted = "It holds ..."      instead of table and select: the file is known, and why nothing in it counts

    [unfolds]                       csv only: columns that come once for each thing become rows; header one is empty
    columns = ["status", "on"]      what stands in each group; the first header of a group is what it is about
    heading = "activity"            the column that says so
    next_headers = '|\d{4}-.*'      what the further headers of a group may be, as a pattern

    keeps_copies = true             a newer copy leaves out what is old: both count, even under one name in the inbox
    made_ids = true                 the export has no ids, and the select makes them; another export's have true ones
    [gives_way]                     a file that is not read where one beside it says the same with less
    "direct-messages.js" = "direct-message-headers.js"

    [lists]                         json only: the file names others beside it; they have to be there, and whole
    kinds = ["tweets"]              the keys of `dataTypes` of which something is read
    instead = { "a.js" = "b.js" }   of two files that say the same, one is enough

    [series]                        the tool exports a stretch of days at once; one may be missing in a row of files
    name = '_(\d{8})_(\d{8})_'      the first and the last day in a file's name; where it has none, its rows' days count
    written = "%Y%m%d"              how the name writes them
    last_is_left_out = true         the second is the first day that is not in it

    [companions.own_user_id]        one more column of `source`: a value that only a JSON file beside the export holds
    file = "account.js"             its name, in the same folder of the inbox or of the ZIP; null where it is missing
    path = "[*].account.accountId"  where the value stands

    [columns.sent_at]               a name for the select; every column that the select reads is declared
    aliases = ["time", "Post time"] headers it may have, compared without case and with spaces, hyphens and _ alike;
                                    json: paths below the record, "media[0].title"; from the root with $, "$.title" or
                                    "$[*].id", where * and [*] mean the one that holds this record, and a last # its key
    type = "timestamp"              text (default) | integer | boolean | date | timestamp
    written = ["%Y-%m-%d %H:%M %z"] strptime forms; also "iso", "epoch_s", "epoch_ms", "excel_serial"
    zone = "Europe/London"          the zone of forms that carry none (default UTC)
    required = true                 a row without a value is set aside
    optional = true                 the header may be missing: then the column is null
    missing = ["?", "-"]            words that mean no value
    ---*/
    select tweet_id as item_id, ... from source

`source` has the declared columns, typed (timestamps as naive UTC), and _row, _file, _school_id, _account_id. The select
names its results as the contract's columns; timestamps may stay typed, everything else is read as the contract's text
is. `_row` must be among the results: rejects and order go by it. `pseudonym(text)` is the keyed pseudonym, for ids that
must be made from a name; `days_kind(name)` and the like (term_words.py) say what a stretch of days is. Day-first or
month-first is what `written` says; a value that only the other order can read stops the file, with both readings in
the message. A result `_fault` may say, in words, why a row must be set aside; null where it need not.
"""

import re
import tomllib
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from pipelines.contract import Table, load_contract
from pipelines.errors import ModelError, nearest
from pipelines.settings import JOURNEY

EXPORTS = JOURNEY / "0_exports"
HEADER = re.compile(r"\A\s*/\*---\r?\n(?P<header>.*?)\n---\*/\s*(?P<select>.*)\Z", re.DOTALL)

Reader = Literal["csv", "xlsx", "xml", "json"]


def _as_list(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


class SourceColumn(BaseModel):
    """One column that a format's select reads; see the module."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    aliases: tuple[str, ...] = ()
    type: Literal["text", "integer", "boolean", "date", "timestamp"] = "text"
    written: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    zone: str = "UTC"
    required: bool = False
    optional: bool = False
    missing: tuple[str, ...] = ()

    @model_validator(mode="after")
    def dates_say_how_they_are_written(self) -> "SourceColumn":
        if (self.type in ("date", "timestamp")) != bool(self.written):
            raise ValueError(f"column {self.name}: `written` is for dates and timestamps, and they need it")
        return self

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every header or path that this column may have, its own name last."""
        return (*self.aliases, self.name)


class Series(BaseModel):
    """That files of a format follow each other, and how their names say which days they hold; see the module."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    written: str = ""
    last_is_left_out: bool = False

    @model_validator(mode="after")
    def a_name_says_how_its_days_are_written(self) -> "Series":
        if bool(self.name) != bool(self.written) or (self.name and re.compile(self.name).groups != 2):
            raise ValueError("`name` takes two groups, the first and the last day, and `written` says their form")
        return self


class Unfold(BaseModel):
    """Groups of columns that come once for each thing; see the module."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[str, ...]
    heading: str
    next_headers: str


class Listing(BaseModel):
    """That a file lists others of its archive, by kind; see the module and listed_files.py."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[str, ...]
    instead: dict[str, str] = {}


class Companion(BaseModel):
    """A value that only a file beside the export holds; see the module."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    path: str


class Format(BaseModel):
    """One export format: how to know it, what its columns are, and the select that makes contract rows of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    vendor: str
    evidence: Literal["F", "V", "P", "own"]
    reader: Annotated[tuple[Reader, ...], BeforeValidator(_as_list)]
    table: str = ""
    uncounted: str = ""
    whose: Literal["file", "school", "account"]
    sides: Literal["both", "outbound", "answered_only"] | None = None
    name_hints: tuple[str, ...] = ()
    records: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    mojibake: bool = False
    leave_out: str = ""
    never: tuple[str, ...] = ()
    companions: dict[str, Companion] = {}
    series: Series | None = None
    keeps_copies: bool = False
    made_ids: bool = False
    gives_way: dict[str, str] = {}
    lists: Listing | None = None
    unfolds: Unfold | None = None
    columns: dict[str, SourceColumn]
    select: str
    is_contract: bool = False

    @model_validator(mode="after")
    def sides_are_said_for_activity(self) -> "Format":
        if (self.sides is not None) != (self.table == "activity"):
            raise ValueError("`sides` is for the activity table, and it needs it")
        return self

    @model_validator(mode="after")
    def rows_go_into_a_table_or_count_for_nothing(self) -> "Format":
        if bool(self.table) == bool(self.uncounted) or (self.uncounted and self.select):
            raise ValueError(
                "`table` says what the rows are, or `uncounted` why they count for nothing, without a select"
            )
        return self

    @model_validator(mode="after")
    def documents_say_where_records_stand(self) -> "Format":
        if bool(self.records) != (self.reader == ("json",)):
            raise ValueError("`records` is for json, and json needs it")
        return self

    @cached_property
    def definition(self) -> str:
        """A fingerprint of the whole definition: staged rows made by another one are made anew."""
        return sha256(self.model_dump_json().encode()).hexdigest()


def load_formats(folders: tuple[Path, ...] = (EXPORTS,)) -> list[Format]:
    """The contract tables and every format file of the folders. Raises ModelError for one that cannot be used."""
    contract = load_contract()
    paths = sorted(path for folder in folders for path in folder.glob("*.sql"))
    return [*map(as_format, contract.values()), *(_read_format(path, contract) for path in paths)]


def as_format(table: Table) -> Format:
    """A contract table as a format of its own: its headers are its columns."""
    columns = {
        name: SourceColumn(name=name, required=column.required, optional=not column.required)
        for name, column in table.columns.items()
    }
    return Format(
        name=table.name,
        title=table.title,
        vendor="Oversight",
        evidence="own",
        reader=("csv", "xlsx", "xml"),
        table=table.name,
        whose="file",
        # "Incident log.csv", "term-dates 2026.xlsx"
        name_hints=(f"*{table.name.removesuffix('s').replace('_', '?')}*",),
        sides="both" if table.name == "activity" else None,
        columns=columns,
        select="",
        is_contract=True,
    )


def _read_format(path: Path, contract: dict[str, Table]) -> Format:
    found = HEADER.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise ModelError("The format has no header", where=path.name, accepted="/*--- TOML ---*/ and then one select")
    try:
        header = tomllib.loads(found["header"])
    except tomllib.TOMLDecodeError as error:
        raise ModelError("The format's header is not valid TOML", where=path.name, found=str(error)) from None
    if (table := header.get("table")) not in contract and "uncounted" not in header:
        tip = nearest(str(table), contract)
        raise ModelError(f"The format names no table of the contract.{tip}", where=path.name, found=str(table))
    try:
        columns = {name: {"name": name, **column} for name, column in header.pop("columns", {}).items()}
        return Format.model_validate({**header, "name": path.stem, "columns": columns, "select": found["select"]})
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'header'}: {fault['msg']}" for fault in error.errors()]
        raise ModelError("The format's header cannot be used", where=path.name, found="; ".join(faults)) from None
