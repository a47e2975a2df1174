"""CSV and its kin: every encoding of the ladder, every delimiter, quoting, and rows that are no whole rows."""

import csv
import io
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reading import land_table, peek_rows

from pipelines.readers import Unreadable
from pipelines.readers.delimited import find_delimiter
from pipelines.readers.encodings import survey

WRITTEN_IN = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
QUOTING = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL]
# What cp1252 and UTF-8 both can say, with everything that CSV has to quote; a value never begins or ends with a space,
# for a reader may take those off.
CHARACTERS = "abcXYZ019,;|\t\"'\n–’éÿ£ ."
values = st.text(CHARACTERS, max_size=12).map(str.strip)
tables = st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[values] * width), min_size=1, max_size=6))


def write(path: Path, rows: list[tuple[str, ...]], encoding: str, **dialect) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_read(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row for row in rows if any(cell.strip() for cell in row)]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=tables,
    encoding=st.sampled_from(WRITTEN_IN),
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from(QUOTING),
)
@example(rows=[("a", "")], encoding="utf-8", delimiter=",", newline="\n", quoting=csv.QUOTE_MINIMAL)
def test_what_was_written_is_what_is_read(tmp_path: Path, rows, encoding, delimiter, newline, quoting):
    # Headers of plain words make the delimiter certain, as a real header does.
    header = tuple(f"heading number {place}" for place in range(len(rows[0])))
    path = write(
        tmp_path / "x.csv", [header, *rows], encoding, delimiter=delimiter, lineterminator=newline, quoting=quoting
    )
    landed = land_table(path)
    assert [fault for _, fault, _ in landed] == [None] * len(landed)
    assert [cells for _, _, cells in landed] == as_read(rows)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=tables, newline=st.sampled_from(["\n", "\r\n"]), quoting=st.sampled_from(QUOTING))
def test_the_quick_way_reads_what_the_careful_way_reads(tmp_path: Path, rows, newline, quoting):
    header = tuple(f"heading number {place}" for place in range(len(rows[0])))
    path = write(tmp_path / "x.csv", [header, *rows], "utf-8", lineterminator=newline, quoting=quoting)
    try:
        quick = land_table(path, quickly=True)
    except (AssertionError, duckdb.Error):
        return  # The careful way is there for what the quick way refuses.
    filled = [(number, fault, tuple(cell or "" for cell in cells)) for number, fault, cells in quick]
    assert [row for row in filled if any(cell.strip() for cell in row[2])] == land_table(path)


@pytest.mark.parametrize("encoding", WRITTEN_IN)
def test_each_encoding_of_the_ladder_is_found(tmp_path: Path, encoding: str):
    path = tmp_path / "x.csv"
    path.write_bytes("name,town\nZoë’s,Ynys Môn\n".encode(encoding))
    assert peek_rows(path)[0] == ("name", "town")
    assert land_table(path) == [(2, None, ("Zoë’s", "Ynys Môn"))]


def test_utf_8_with_a_character_cut_off_at_the_end_is_still_utf_8(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes("a,b\né,1\nx,ü".encode()[:-1])
    assert survey(path).is_cut
    assert land_table(path) == [(2, None, ("é", "1")), (3, None, ("x", "\ufffd"))]


def test_bytes_of_no_known_encoding_are_named_with_their_place(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,2\n3,\x81\xff\n")
    with pytest.raises(Unreadable, match="no encoding") as told:
        land_table(path)
    assert "0x81" in told.value.found and "CSV UTF-8" in told.value.do


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a,b,c", "1,2,3"], ","),
        (["a;b;c", "1,5;2,5;3,5"], ";"),
        (["a\tb\tc", "x, y\tz\tw"], "\t"),
        (["a|b", "1|2"], "|"),
        (['"a;b;c;d",x', '"1;2;3;4",y'], ","),
        (["only one column", "1"], ","),
    ],
)
def test_the_delimiter_is_the_one_that_stands_evenly_outside_quotes(lines: list[str], delimiter: str):
    assert find_delimiter([line + "\n" for line in lines]) == delimiter


def test_a_quote_that_is_never_closed_spoils_one_row_only(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,2\n3,"cut off\n4,5\n')
    rows = land_table(path)
    assert rows[0] == (2, None, ("1", "2"))
    assert len(rows) == 2 and "never closed" in rows[1][1]


def test_stray_quotes_inside_a_value_are_part_of_it(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,6" pipe\n2,"x"y\n')
    assert [cells for _, _, cells in land_table(path)] == [("1", '6" pipe'), ("2", "xy")]


def test_a_row_with_nul_bytes_is_set_aside(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"identifier,number of pupils\nfirst row,2\n\0\0\0,3\nthird row,5\n")
    assert [fault and "NUL" in fault for _, fault, _ in land_table(path)] == [None, True, None]


def test_rows_above_the_header_are_passed_over(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("Report of spring\n\na,b\n1,2\n")
    assert land_table(path, header_row=3) == [(4, None, ("1", "2"))]


def test_old_macintosh_line_ends_are_line_ends(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\r1,2\r3,4\r")
    assert [cells for _, _, cells in land_table(path)] == [("1", "2"), ("3", "4")]


def test_a_well_formed_file_is_read_the_quick_way(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,"two\nlines, and ""quotes"""\n3,\n')
    assert land_table(path, quickly=True) == [(2, None, ("1", 'two\nlines, and "quotes"')), (3, None, ("3", None))]
