"""No text, caption, address, place, device, e-mail or telephone number of a real export is in what is kept of it.

The values are collected from the raw files by other means than ours, then looked for in every table of a build (its
cells read as text), in the raw bytes of the build, and in every staged file: its columns read as text, and its bytes.
"""

import csv
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import fastexcel
import pytest

from pipelines.build import build
from pipelines.progress import Steps
from pipelines.settings import Settings

pytestmark = pytest.mark.real
PLACE = Path("900101", "account")
# Shorter ones are in any text by chance.
SHORTEST = 12
EXPORTS = ("facebook_page_download", "facebook_page_feed", "facebook_page_insights", "gias", "instagram_download",
           "linkedin_page", "twcs", "x_analytics", "x_archive", "youtube_studio")  # fmt: skip
# Of 33,801 names of schools some are enough.
EVERY = {"gias": 50}
SCHOOLS = "school_id,school_name,nation,policy\n900101,Quillfeather School,england,barnes\n"
ADDRESS = re.compile(r"[\w.+-]{2,}@[\w-]+\.[\w.]{2,}")
IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
LEGIBLE = re.compile(rb"[\x20-\x7e\x80-\xff]{9,}")
SECRET_KEYS = {"upload_ip", "device_id", "email", "phone"}


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """(key, text) of every text in a JSON document."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from leaves(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, key)
    elif isinstance(value, str):
        yield key, value


def read_document(path: Path) -> Any:
    return json.loads(re.sub(r"^[\w. ]+=", "", path.read_text("utf-8")).rstrip().rstrip(";"))


def mended(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def secrets_of_json(path: Path) -> Iterator[str]:
    for key, text in leaves(read_document(path)):
        is_id = text.isdecimal() or key.endswith(("_at", "createdAt", "generationDate"))
        if key in SECRET_KEYS or not is_id:
            yield from {text, mended(text)}


def secrets_of_csv(path: Path) -> Iterator[str]:
    encoding = "cp1252" if path.name.startswith("links_") else "utf-8-sig"
    columns = {"Tweet text", "Tweet permalink", "text", "Video title", "LinkName", "Status Message", "Status Name",
               "Status Link", "Comment Message", "Reply Message", "Comment From", "Reply From",
               "HeadFirstName", "HeadLastName", "TelephoneNum", "SchoolWebsite"}  # fmt: skip
    with path.open(encoding=encoding, newline="") as file:
        for row in islice(csv.DictReader(file), 0, None, EVERY.get(path.parent.name, 1)):
            yield from (row[name] for name in columns & row.keys() if row[name])


def secrets_of_xml(path: Path) -> Iterator[str]:
    space = "{urn:schemas-microsoft-com:office:spreadsheet}"
    for row in ElementTree.parse(path).getroot().iter(f"{space}Row"):
        cells = [cell.text or "" for cell in row.iter(f"{space}Data")]
        # The link and the message stand in the second and third column, below two rows of headers.
        if len(cells) > 3 and re.fullmatch(r"\d+_\d+", cells[0]):
            yield from cells[1:3]


def secrets_of_workbook(path: Path) -> Iterator[str]:
    book = fastexcel.read_excel(path)
    if "Update Engagement" in book.sheet_names:
        sheet = book.load_sheet("Update Engagement", header_row=1, dtypes="string").to_arrow()
        for name in ("Update title", "Posted by"):
            yield from (text for text in sheet.column(name).to_pylist() if text)


COLLECTORS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".json": secrets_of_json,
    ".js": secrets_of_json,
    ".csv": secrets_of_csv,
    ".xml": secrets_of_xml,
    ".xls": secrets_of_workbook,
}


@pytest.fixture(scope="module")
def secrets(real_exports: Path) -> set[str]:
    """Every value that must not be kept, and every address that stands anywhere in the files."""
    found: set[str] = set()
    for folder in EXPORTS:
        for path in (real_exports / folder).rglob("*.*"):
            if path.suffix in COLLECTORS and path.name != "manifest.js":
                found |= {text.strip() for text in COLLECTORS[path.suffix](path)}
                raw = path.read_text("utf-8", errors="replace")
                found |= set(ADDRESS.findall(raw)) | set(IP.findall(raw))
    return {text for text in found if len(text) >= SHORTEST or IP.fullmatch(text) or ADDRESS.fullmatch(text)}


@pytest.fixture(scope="module")
def loaded(real_exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every export was loaded and a build made."""
    data = tmp_path_factory.mktemp("loaded")
    for folder in EXPORTS:
        target = data / "exports" / PLACE / folder
        shutil.copytree(real_exports / folder, target, ignore=shutil.ignore_patterns("SOURCE.txt"))
    (data / "exports" / "schools.csv").write_text(SCHOOLS)
    build(Settings(data=data, as_at=date(2026, 1, 1)), Steps(quiet=True))
    return data


def test_the_files_hold_much_that_must_not_be_kept(secrets: set[str]):
    assert len(secrets) > 4000
    assert "192.0.2.1" in secrets and "REDACTED" not in secrets
    assert any("Iedereen" in text or "concert" in text for text in secrets)


def find(secrets: set[str], text: str) -> list[str]:
    """The secrets that stand in a text, by their length alone: a failure must not print them."""
    return [f"a value of {len(secret)} characters" for secret in secrets if secret in text]


def cells_of(path: Path) -> str:
    """Every different cell of a Parquet file, as text."""
    rows = duckdb.read_parquet(str(path)).fetchall()
    return "\n".join({str(cell) for row in rows for cell in row if cell is not None})


def texts_in(raw: bytes) -> str:
    """Every different run of bytes that could be text."""
    return b"\n".join(set(LEGIBLE.findall(raw))).decode("utf-8", errors="replace")


def test_no_cell_of_a_staged_file_holds_any(loaded: Path, secrets: set[str]):
    paths = sorted((loaded / "staged").glob("*/*.parquet"))
    assert len(paths) > 40
    assert find(secrets, "\n".join(map(cells_of, paths))) == []


def test_no_staged_file_holds_the_bytes_of_any(loaded: Path, secrets: set[str], tmp_path: Path):
    """Parquet packs its columns: each file is written anew without packing, and its bytes searched as well."""
    raw = []
    for number, path in enumerate(sorted((loaded / "staged").glob("*/*.parquet"))):
        plain = tmp_path / f"{number}.parquet"
        duckdb.execute(f"copy (from '{path}') to '{plain}' (format parquet, compression uncompressed)")
        raw += [path.read_bytes(), plain.read_bytes()]
    manifest = (loaded / "staged" / "manifest.json").read_bytes()
    assert find(secrets, texts_in(b"\0".join([*raw, manifest]))) == []


def read_build(loaded: Path) -> tuple[Path, str]:
    (path,) = (loaded / "warehouse").glob("*.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables() where not internal").fetchall()
        cells = set()
        for schema, table in tables:
            rows = connection.execute(f'from "{schema}"."{table}"').fetchall()
            cells |= {str(cell) for row in rows for cell in row if cell is not None}
    return path, "\n".join(cells)


def test_no_table_of_the_build_and_no_byte_of_its_file_holds_any(loaded: Path, secrets: set[str]):
    path, cells = read_build(loaded)
    assert cells.count("\n") > 5_000
    assert find(secrets, cells) == []
    assert find(secrets, texts_in(path.read_bytes())) == []


def test_the_search_would_find_what_is_there(loaded: Path):
    """The same search for what is meant to be kept: the ids of posts, and the school's name."""
    paths = [path for path in (loaded / "staged" / "activity").glob("*.parquet") if "rejects" not in path.name]
    ids = {
        str(row[0]) for path in paths for row in duckdb.read_parquet(str(path)).select("item_id").limit(2).fetchall()
    }
    assert len(find(ids, "\n".join(map(cells_of, paths)))) == len(ids) > 40
    assert find({"Quillfeather School"}, read_build(loaded)[1])


def test_nothing_of_the_vault_or_of_the_work_is_left_with_it(loaded: Path, secrets: set[str]):
    others = [path for path in loaded.rglob("*") if path.is_file() and "exports" not in path.parts]
    small = b"\0".join(path.read_bytes() for path in others if path.suffix not in (".duckdb", ".parquet"))
    assert find(secrets, texts_in(small)) == [] and not list(loaded.glob(".working-*"))
