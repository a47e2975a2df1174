"""Owns how a contract table becomes cells of text in one of several dialects, and a file; knows no invention."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from openpyxl import Workbook

from pipelines.contract import Table
from pipelines.demo.activity import to_utc
from pipelines.demo.trust import Definition

DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class Dialect(Definition):
    """How one file is written. `dates`: iso or day_first; `timestamps`: as the dates, or zoned (UTC, marked so)."""

    encoding: str = "utf-8"
    separator: str = ","
    dates: Literal["iso", "day_first"] = "iso"
    timestamps: Literal["", "zoned"] = ""
    headers: Literal["", "title", "upper"] = ""
    newline: str = "\n"
    booleans: tuple[str, str] = ("yes", "no")


def as_text(table: Table, rows: pd.DataFrame, dialect: Dialect) -> pd.DataFrame:
    """The contract's columns of `rows` as text; what is missing is blank, a column that holds nothing is left out."""
    cells = {}
    for name, column in table.columns.items():
        if name not in rows or (rows[name].isna().all() and not column.required):
            continue
        cells[name] = _text_of(column.type, rows[name], dialect)
    return pd.DataFrame(cells).reset_index(drop=True)


def _text_of(kind: str, values: pd.Series, dialect: Dialect) -> pd.Series:
    if kind == "date":
        day = pd.to_datetime(values).dt.strftime("%Y-%m-%d" if dialect.dates == "iso" else "%d/%m/%Y")
        return day.fillna("")
    if kind == "timestamp":
        return _moment_text(pd.to_datetime(values), dialect)
    if kind == "boolean":
        yes, no = dialect.booleans
        return pd.Series(np.select([values.eq(True), values.eq(False)], [yes, no], default=""), index=values.index)
    if kind == "integer":
        return values.astype("Int64").astype(str).replace("<NA>", "")
    return values.astype(object).where(values.notna(), "").astype(str)


def _moment_text(moments: pd.Series, dialect: Dialect) -> pd.Series:
    if dialect.timestamps == "zoned":
        return to_utc(moments).dt.strftime("%Y-%m-%dT%H:%M:%SZ").fillna("")
    return moments.dt.strftime("%Y-%m-%d %H:%M:%S" if dialect.dates == "iso" else "%d/%m/%Y %H:%M").fillna("")


def arrange(cells: pd.DataFrame, order: str) -> pd.DataFrame:
    """The columns in another order: contract, alphabetical or reversed."""
    orders = {"contract": list(cells), "alphabetical": sorted(cells), "reversed": list(cells)[::-1]}
    return cells[orders[order]]


def write_csv(path: Path, cells: pd.DataFrame, dialect: Dialect) -> None:
    """Write cells of text as that dialect writes them."""
    header = [_header_of(name, dialect) for name in cells]
    cells.to_csv(
        path,
        index=False,
        header=header,
        sep=dialect.separator,
        encoding=dialect.encoding,
        lineterminator=dialect.newline,
    )


def _header_of(name: str, dialect: Dialect) -> str:
    if dialect.headers == "title":
        return name.replace("_", " ").capitalize()
    return name.upper() if dialect.headers == "upper" else name


def write_workbook(path: Path, cells: pd.DataFrame, sheet: str, moment: datetime) -> None:
    """Write cells of text as the one sheet of a workbook; the same cells and moment give the same bytes."""
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet(sheet)
    page.append(list(cells))
    for row in cells.itertuples(index=False):
        page.append([value or None for value in row])
    written = io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as parts:
        members = {name: parts.read(name) for name in parts.namelist()}
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    members["docProps/core.xml"] = DATED.sub(rb"\g<1>" + stamp, members["docProps/core.xml"])
    path.write_bytes(zip_up(members, moment))


def zip_up(members: dict[str, bytes], moment: datetime) -> bytes:
    """A ZIP of members by name, each dated `moment`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
