"""Files on their way from the browser: limits with words, names that are only names, and the inbox as it should be."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loading import uploads
from dashboard.loading.said import files_to_keep, list_parts, list_status_changes, say_answer
from dashboard.loading.uploads import Owner, check_uploads, lay_out, mark_of, put_into_inbox
from pipelines.errors import InputError


@dataclass
class File:
    name: str
    content: bytes = b"x"
    file_id: str = "1"

    @property
    def size(self) -> int:
        return len(self.content)

    def getvalue(self) -> bytes:
        return self.content


def laid_out(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_stand_as_they_will_in_the_inbox():
    with lay_out([File("a.csv"), File("b.zip")], Owner("900101", "ash-x")) as folder:
        assert laid_out(folder) == ["900101/ash-x/a.csv", "900101/ash-x/b.zip"]
    assert not folder.exists()
    with lay_out([File("a.csv")], Owner()) as folder:
        assert laid_out(folder) == ["a.csv"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/absolute.csv", "absolute.csv"),
        (".hidden.csv", "hidden.csv"),
        ("~$open.xlsx", "$open.xlsx"),
        ("line\nbreak\x00.csv", "linebreak.csv"),
        ("Ysgol Tŷ-coed (1).csv", "Ysgol Tŷ-coed (1).csv"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_only_a_name(sent, kept):
    with lay_out([File(sent)], Owner()) as folder:
        assert laid_out(folder) == [kept]


@given(st.text(max_size=400), st.text(max_size=30), st.text(max_size=30))
def test_no_name_leads_out_of_the_folder(name, school, account):
    with lay_out([File(name)], Owner(school, account)) as folder:
        (path,) = [path for path in folder.rglob("*") if path.is_file()]
        assert path.resolve().is_relative_to(folder.resolve())
        assert len(path.name.encode()) <= 4 * (uploads.LONGEST_NAME + 21)


def test_too_many_files_are_refused_with_a_way_out():
    check_uploads([File(f"{number}.csv") for number in range(uploads.MOST_FILES)])
    with pytest.raises(InputError, match="too many files") as told:
        check_uploads([File(f"{number}.csv") for number in range(uploads.MOST_FILES + 1)])
    assert "ZIP" in told.value.do


def test_too_much_in_all_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    check_uploads([File("a", b"12345"), File("b", b"12345")])
    with pytest.raises(InputError, match="too large together"):
        check_uploads([File("a", b"12345"), File("b", b"123456")])


def test_two_of_one_name_are_refused_whatever_their_folders_were():
    with pytest.raises(InputError, match="same name"):
        check_uploads([File("x/message_1.json"), File("y/message_1.json")])


def test_other_files_or_another_owner_are_another_look():
    one = mark_of([File("a", file_id="1"), File("b", file_id="2")], Owner())
    assert one == mark_of([File("b", file_id="2"), File("a", file_id="1")], Owner())
    assert one != mark_of([File("a", file_id="1"), File("b", file_id="3")], Owner())
    assert one != mark_of([File("a", file_id="1"), File("b", file_id="2")], Owner("900101"))


def test_only_what_is_wanted_reaches_the_inbox(tmp_path):
    with lay_out([File("a.csv", b"new"), File("b.csv")], Owner("900101")) as folder:
        (tmp_path / "900101").mkdir()
        (tmp_path / "900101" / "a.csv").write_bytes(b"old")
        put_into_inbox(Path(folder), tmp_path, ["900101/a.csv"])
    assert laid_out(tmp_path) == ["900101/a.csv"]
    assert (tmp_path / "900101" / "a.csv").read_bytes() == b"new"


def part(file, status="loaded", **others):
    said = {"format": "activity", "rows_kept": 2, "rows_rejected": 0, "message": "", "unknown_columns": []}
    return {"file": file, "status": status, **said, **others}


def seen(*parts, statuses=()):
    return {"parts": parts, "rejects": [], "rows": [], "statuses": list(statuses)}


def test_of_a_zip_it_is_enough_that_something_is_recognised():
    look = seen(part("a.zip/x.csv"), part("a.zip/y.csv", "unrecognised"), part("b.zip/z.csv", "unrecognised"))
    assert files_to_keep(look, ["a.zip", "b.zip"]) == ["a.zip"]


def test_a_file_whose_name_begins_like_another_is_not_taken_for_it():
    assert files_to_keep(seen(part("a.csv.zip/x.csv")), ["a.csv", "a.csv.zip"]) == ["a.csv.zip"]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (
            seen(part("a.csv")),
            "One file would be loaded with 2 rows. No statuses of promises by half-term would change. "
            "Nothing is kept yet.",
        ),
        (
            seen(part("a.csv", rows_rejected=1), part("b.csv", "failed", rows_kept=0), statuses=[{}]),
            "One file would be loaded with 2 rows, one file not; one row would be set aside. "
            "One status of promises by half-term would change. Nothing is kept yet.",
        ),
    ],
)
def test_the_sentence_says_what_the_look_comes_to(look, said):
    assert say_answer(look) == said


def test_what_is_wrong_is_said_in_sentences():
    wrong = part("a.csv", "unrecognised", message="a.csv: Unknown\n  found: x\n  what to do: y")
    assert list(list_parts(seen(wrong))["What to know"]) == ["Unknown. Found: x. What to do: y."]
    unread = part("a.csv", unknown_columns=["Mood"])
    assert list(list_parts(seen(unread))["What to know"]) == ["Not asked for, and not read: Mood"]


def test_a_promise_never_judged_before_says_so():
    change = {"school": "Ash", "clause_id": "BPS-01", "period": "Autumn 1", "before": "", "after": "no_data"}
    (row,) = list_status_changes(seen(statuses=[change])).to_dict("records")
    assert (row["Status now"], row["Status then"]) == ("Not judged", "No data")
