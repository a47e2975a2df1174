"""SpreadsheetML, whatever its file is called; and the markup that is refused."""

from pathlib import Path

import pytest
from reading import land_table, list_parts
from small_inbox import Inbox

from pipelines.readers import Unreadable

HEAD = (
    '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def sheet(name: str, *rows: str) -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table></Worksheet>'


def row(*cells: str, index: int = 0) -> str:
    at = f' ss:Index="{index}"' if index else ""
    return f"<Row{at}>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells) + "</Row>"


def write(path: Path, *sheets: str) -> Path:
    path.write_text(HEAD + "".join(sheets) + "</Workbook>")
    return path


@pytest.mark.parametrize("name", ["x.xls", "x.xml"])
def test_rows_and_sheets_are_read_whatever_the_suffix(tmp_path: Path, name: str):
    path = write(tmp_path / name, sheet("one", row("a", "b"), row("1", "&lt;é&amp;")), sheet("empty"))
    assert list_parts(path) == [name]
    assert land_table(path) == [(2, None, ("1", "<é&"))]


def test_rows_and_cells_may_be_skipped_and_merged(tmp_path: Path):
    gap = '<Row ss:Index="4"><Cell ss:Index="2"><Data>x</Data></Cell></Row>'
    merged = '<Row><Cell ss:MergeAcross="1"><Data>m</Data></Cell><Cell><Data>y</Data></Cell></Row>'
    path = write(tmp_path / "x.xml", sheet("s", row("a", "b", "c"), gap, merged))
    assert land_table(path) == [(4, None, ("", "x", None)), (5, None, ("m", "", "y"))]


def test_several_sheets_are_several_parts(tmp_path: Path):
    path = write(tmp_path / "x.xml", sheet("one", row("a")), sheet("two", row("b")))
    assert list_parts(path) == ["x.xml [one]", "x.xml [two]"]


def test_a_contract_table_as_spreadsheetml_loads(inbox: Inbox):
    header = row("happened_on", "label")
    write(inbox.settings.inbox / "events.xls", sheet("s", header, row("2026-09-01T00:00:00.000", "start")))
    assert inbox.only_part().rows_kept == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<html><table><tr><td>a</td></tr></table></html>", "no workbook"),
        ("<!DOCTYPE html><html></html>", "document type"),
        ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>", "document type"),
        (HEAD + sheet("s", row("a"))[:-40], "damaged or cut short"),
        ("<?xml version='1.0'?><feed/>", "no workbook"),
    ],
)
def test_other_markup_is_refused_with_the_reason(tmp_path: Path, text: str, told: str):
    path = tmp_path / "x.xls"
    path.write_text(text)
    with pytest.raises(Unreadable, match=told):
        list_parts(path)
