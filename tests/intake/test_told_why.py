"""What cannot be read is never passed over in silence: which file, what was found, and what to do about it."""

import os
import stat
from pathlib import Path

import pytest
from openpyxl import Workbook
from small_inbox import Inbox, activity, as_csv
from test_archive import pack

from pipelines.errors import InputError
from pipelines.stage import remove_loaded, undo

GOOD = as_csv([activity()])
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ASK_FOR_JSON = "ask for it again with JSON as its format instead of HTML"
HTML = "<html><body><table><tr><td>x</td></tr></table></body></html>"
TOLD = {
    "empty.csv": (b"", "The file is empty", "Export it again"),
    "blank lines.csv": (b"\n\n \n", "The file is empty", "Export it again"),
    "cut.zip": (pack(**{"a.csv": GOOD})[:40], "damaged or cut short", "Download or copy it again"),
    "no files.zip": (pack(), "found: no file at all", "Put what it should hold"),
    "photos.zip": (
        pack(**{f"{n}.jpg": "x" for n in range(5)}),
        "found: 0.jpg, 1.jpg, 2.jpg and 2 more",
        "Put what it should hold",
    ),
    "facebook.zip": (pack(**{"messages/message_1.html": HTML, "1.jpg": "x"}), "message_1.html, 1.jpg", ASK_FOR_JSON),
    "litter.zip": (pack(**{"__MACOSX/a.csv": GOOD, ".hidden.csv": GOOD}), "found: no file at all", "Put what it"),
    "page.html": (HTML.encode(), "found: <html>", ASK_FOR_JSON),
    "page.xls": (HTML.encode(), "found: <html>", "open it in Excel and save it as .xlsx"),
    "paper.pdf": (b"%PDF-1.7\n", "of no kind that is read here", "Save it as one of these"),
    "locked.xlsx": (
        COMPOUND + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "The workbook has a password",
        "take the password off",
    ),
    "password list.xlsx": (COMPOUND + bytes(600), "The workbook cannot be read", "without a password"),
    "bytes.csv": (GOOD.encode() + b"2,a,comment,inbound,\x81\n", "0x81, which is no text as Windows-1252", "CSV UTF-8"),
}


def only_message(inbox: Inbox) -> tuple[str, str]:
    part = inbox.only_part()
    return part.status, part.message


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_be_read_says_what_was_found_and_what_to_do(inbox: Inbox, name: str):
    content, found, do = TOLD[name]
    inbox.put(name, content)
    status, message = only_message(inbox)
    assert status in ("failed", "unrecognised")
    assert message.startswith(name) and found in message
    assert do in message.partition("what to do: ")[2]


def test_a_workbook_without_a_filled_sheet_is_told_as_empty(inbox: Inbox):
    Workbook().save(inbox.settings.inbox / "new.xlsx")
    status, message = only_message(inbox)
    assert (status, message.splitlines()[0]) == ("failed", "new.xlsx: The workbook is empty")


def test_so_is_one_of_the_xml_kind_and_one_in_a_zip(inbox: Inbox):
    workbook = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
    inbox.put("all.zip", pack(**{"a.csv": GOOD, "figures.xml": workbook}))
    told = {part.file: part.message.partition("\n")[0] for part in inbox.load().not_loaded}
    assert told == {"all.zip/figures.xml": "all.zip/figures.xml: The workbook is empty"}


def test_a_zip_in_a_zip_is_told_of_whatever_else_was_loaded(inbox: Inbox):
    inbox.put("outer.zip", pack(**{"a.csv": GOOD, "photo.jpg": "x", "deep/inner.zip": pack(**{"b.csv": GOOD})}))
    report = inbox.load()
    (part,) = report.not_loaded
    assert (part.file, part.status, report.rows_kept) == ("outer.zip/deep/inner.zip", "failed", 1)
    assert "Unpack the ZIP around it" in part.message
    assert remove_loaded(inbox.settings) == []


def link(inbox: Inbox, name: str, target: Path) -> None:
    (inbox.settings.inbox / name).symlink_to(target)


def test_a_link_to_a_file_is_read_and_one_that_points_nowhere_is_told_of(inbox: Inbox, tmp_path: Path):
    (tmp_path / "elsewhere.csv").write_text(GOOD)
    link(inbox, "good.csv", tmp_path / "elsewhere.csv")
    link(inbox, "gone.csv", tmp_path / "gone.csv")
    for report in (inbox.check(), inbox.load(), inbox.load()):
        assert report.rows_kept == 1
        (part,) = report.not_loaded
        assert (part.file, part.status) == ("gone.csv", "failed")
        assert "found: a link, and not to a file that is there" in part.message
    assert remove_loaded(inbox.settings) == ["good.csv"]


def test_a_linked_folder_is_told_of_and_not_followed(inbox: Inbox, tmp_path: Path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.csv").write_text(GOOD)
    link(inbox, "shared", tmp_path / "shared")
    status, message = only_message(inbox)
    assert (status, message.splitlines()[0]) == ("failed", "shared: The file cannot be opened")


def test_a_pipe_is_no_file_and_nobody_waits_for_it(inbox: Inbox):
    os.mkfifo(inbox.settings.inbox / "pipe.csv")
    assert "found: no ordinary file" in only_message(inbox)[1]
    assert stat.S_ISFIFO((inbox.settings.inbox / "pipe.csv").stat().st_mode)


def test_a_file_that_closes_before_it_is_read_is_told_without_its_path(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    inbox.put("a.csv", GOOD)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "a.csv"))

    monkeypatch.setattr("pipelines.inbox.open_parts", refuse)
    status, message = only_message(inbox)
    assert status == "failed" and "found: Permission denied" in message and str(tmp_path) not in message


def test_what_was_loaded_stays_when_its_file_can_no_longer_be_opened(inbox: Inbox, tmp_path: Path):
    path = inbox.put("a.csv", GOOD)
    inbox.load()
    path.unlink()
    link(inbox, "a.csv", tmp_path / "gone.csv")
    report = inbox.load()
    assert report.rows_kept == 1
    assert [part.status for part in report.parts] == ["failed", "loaded"]
    path.unlink()
    inbox.put("a.csv", [activity(), activity(item_id="2")])
    assert (inbox.load().rows_kept, len(inbox.load().not_loaded)) == (2, 0)


def test_a_folder_that_cannot_be_looked_into_stops_the_load(inbox: Inbox, monkeypatch: pytest.MonkeyPatch):
    inbox.put("a.csv", GOOD)
    inbox.put("closed/b.csv", GOOD)
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(InputError, match="The folder cannot be looked into") as told:
        inbox.load()
    assert told.value.where.endswith("closed") and told.value.found == "Permission denied"


BYTES_NAMED = os.fsdecode(b"caf\xe9.csv")


def test_a_name_in_bytes_that_are_no_text_is_shown_with_them_spelt_out(inbox: Inbox):
    inbox.put(BYTES_NAMED, GOOD)
    inbox.put(os.fsdecode(b"caf\xe8.csv"), as_csv([activity(item_id="2")]))
    report = inbox.load()
    assert [part.file for part in report.parts] == ["caf\\udce8.csv", "caf\\udce9.csv"]
    assert inbox.load().new_files == ()
    assert inbox.rows("activity", "item_id", "_file") == [("2", "caf\\udce8.csv"), ("1", "caf\\udce9.csv")]
    undo(inbox.settings, "caf\\udce9.csv")
    assert inbox.rows("activity", "item_id") == [("2",)]
    assert remove_loaded(inbox.settings) == [os.fsdecode(b"caf\xe8.csv").encode("utf-8", "backslashreplace").decode()]


@pytest.mark.parametrize("suffix", ["xlsx", "xml", "json", "zip", "yaml"])
def test_every_kind_of_file_may_have_such_a_name(inbox: Inbox, suffix: str):
    book = Workbook()
    for row in (list(activity()), list(activity().values())):
        book.active.append(row)
    cells = "".join(f"<Cell><Data>{name}</Data></Cell>" for name in activity())
    contents = {
        "xml": f'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row>{cells}</Row>'
        "</Table></Worksheet></Workbook>",
        "json": '{"england-and-wales": {"division": "e", "events": [{"title": "x", "date": "2026-01-01", '
        '"notes": "", "bunting": true}]}}',
        "zip": pack(**{"a.csv": GOOD}),
        "yaml": "terms:\n- {name: Autumn, start: 2026-09-02, end: 2026-12-18}\nauthority: Kent\ncountry: England\n",
    }
    name = os.fsdecode(b"1/caf\xe9.") + suffix
    path = inbox.put(name, contents.get(suffix, ""))
    if suffix == "xlsx":
        book.save(path)
    assert [part.status for part in inbox.load().parts] == ["loaded"]
