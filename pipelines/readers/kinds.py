"""Owns what kind of file this is, by its first bytes and then its suffix; knows nothing of what is in it."""

import re
import zipfile
from pathlib import Path

from pipelines.readers.encodings import decode_head

KINDS_READ = "CSV, XLSX, XLS, JSON (also the .js of an archive), SpreadsheetML, YAML, iCalendar, and ZIP of these"
ASK_FOR_JSON = "If it is a platform's download, ask for it again with JSON as its format instead of HTML."
BYTES_LOOKED_AT = 4096

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
COMPOUND_DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK_MEMBERS = {"xl/workbook.xml", "xl/workbook.bin"}
DOCUMENT_MEMBERS = {"word/document.xml", "ppt/presentation.xml", "META-INF/container.xml"}
JSON_SUFFIXES = {".json", ".js"}
TRANSCRIBED = {".yaml": "yaml", ".yml": "yaml", ".ics": "ics"}
TABLE_SUFFIXES = {".csv", ".tsv", ".tab", ".txt", ".xls", ""}
JSON_START = re.compile(r"\s*(?:[\w.$\s]{1,200}=\s*)?[\[{]")
MARKUP_START = re.compile(r"\s*<(\?xml|!doctype|html|table|workbook|meta)", re.IGNORECASE)


def find_kind(path: Path) -> str | None:
    """csv, xlsx (any binary workbook), xml, json, zip, yaml or ics; None for anything else."""
    with path.open("rb") as file:
        head = file.read(BYTES_LOOKED_AT)
    if head.startswith((ZIP, EMPTY_ZIP)):
        return _kind_of_zip(path)
    if head.startswith(COMPOUND_DOCUMENT):
        return "xlsx" if path.suffix.casefold() in (".xls", ".xlsx", ".xlt") else None
    text = decode_head(head)
    if not text.strip():
        return "csv"
    suffix = path.suffix.casefold()
    if suffix in TRANSCRIBED:
        return TRANSCRIBED[suffix] if _is_text(text) else None
    if MARKUP_START.match(text):
        return "xml"
    if suffix in JSON_SUFFIXES or (suffix == ".txt" and JSON_START.match(text)):
        return "json"
    return "csv" if suffix in TABLE_SUFFIXES and _is_text(text) else None


def _kind_of_zip(path: Path) -> str | None:
    """A workbook is a ZIP too. A damaged one is what its suffix says, so that the message can say it is damaged."""
    try:
        with zipfile.ZipFile(path) as zipped:
            names = set(zipped.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "xlsx" if path.suffix.casefold() in (".xlsx", ".xlsm", ".xlsb", ".ods") else "zip"
    if names & WORKBOOK_MEMBERS or ("mimetype" in names and "content.xml" in names):
        return "xlsx"
    return None if names & DOCUMENT_MEMBERS else "zip"


def _is_text(text: str) -> bool:
    """Control characters other than tabs and line ends are rare in text; damaged text may hold a few."""
    controls = sum(1 for character in text if ord(character) < 32 and character not in "\t\r\n\f")
    return controls * 10 <= len(text)
