"""A few invented rows in every form and dialect, loaded back: what was written is what is read."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines.contract import load_contract
from pipelines.demo.deliveries import read_deliveries
from pipelines.demo.tables import Dialect, arrange, as_text, write_csv, write_workbook, zip_up
from pipelines.demo.writers import hash_of, pick_texts, write_export
from tests.intake.small_inbox import Inbox, make_inbox

WORDS = {kind: [f"{kind} one", f"{kind} & two"] for kind in ("enquiries", "replies", "posts", "acknowledgements")}
# A post id on X of a moment after November 2010: the moment it tells is the one it was sent.
EPOCH, BITS = 1_288_834_974_657, 22
SUMMER, LATER = datetime(2026, 6, 1, 10, 0), datetime(2026, 6, 1, 11, 30)
WINTER = datetime(2026, 1, 12, 9, 15)


def snowflake(local: datetime) -> str:
    return str(int(pd.Timestamp(local, tz="Europe/London").timestamp() * 1000) - EPOCH << BITS)


def item(item_id: str, kind: str, direction: str, sent_at: datetime, **more: object) -> dict[str, object]:
    row = {"account_id": "ash-x", "in_reply_to": None, "author_id": None, "acknowledgement": None, "category": None}
    thread = more.get("in_reply_to") or item_id
    row |= {"item_id": item_id, "kind": kind, "direction": direction, "sent_at": sent_at, "thread_id": thread}
    return row | more


ASKED, ANSWER, POST = snowflake(SUMMER), snowflake(LATER), snowflake(WINTER)
ROWS = pd.DataFrame(
    [
        item(POST, "post", "outbound", WINTER),
        item(ASKED, "comment", "inbound", SUMMER, author_id="public:42"),
        item(ANSWER, "reply", "outbound", LATER, in_reply_to=ASKED),
    ]
)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    return make_inbox(tmp_path)


def written(inbox: Inbox, form: str, rows: pd.DataFrame = ROWS) -> list[tuple[object, ...]]:
    """What is staged of rows in a form, in the order of time."""
    write_export(form, inbox.settings.inbox / "900101" / "ash-x", rows, WORDS)
    report = inbox.load()
    assert not report.not_loaded and not report.rows_rejected
    asked = "select kind, direction, cast(sent_at as varchar), in_reply_to is not null from staged.activity"
    return inbox.query(f"{asked} order by sent_at")


ALL_SIDES = [
    ("post", "outbound", "2026-01-12 09:15:00", False),
    ("comment", "inbound", "2026-06-01 09:00:00", False),
    ("reply", "outbound", "2026-06-01 10:30:00", True),
]


@pytest.mark.parametrize("form", ["contract_rows", "x_archive"])
def test_a_form_says_when_each_item_was_sent_and_what_it_answers(inbox: Inbox, form: str):
    assert written(inbox, form) == ALL_SIDES


def test_a_table_of_support_tweets_says_so_too_but_calls_a_post_by_its_side(inbox: Inbox):
    rows = written(inbox, "support_tweets")
    assert [row[1:] for row in rows] == [row[1:] for row in ALL_SIDES]
    assert [row[0] for row in rows][1:] == ["comment", "reply"]


def test_an_archive_without_replies_holds_what_was_posted_alone(inbox: Inbox):
    assert written(inbox, "x_archive", ROWS[ROWS["kind"] != "reply"]) == ALL_SIDES[:1]


@pytest.mark.parametrize("form", ["x_archive", "support_tweets"])
def test_no_text_that_was_invented_is_staged(inbox: Inbox, form: str):
    written(inbox, form)
    staged = b"".join(path.read_bytes() for path in inbox.settings.staged.glob("*/*.parquet"))
    exported = b"".join(path.read_bytes() for path in inbox.settings.inbox.rglob("*") if path.is_file())
    assert b"posts one" in exported or b"posts &" in exported
    assert not any(text.encode() in staged for texts in WORDS.values() for text in texts)


def test_a_form_that_nobody_wrote_is_no_form(tmp_path: Path):
    with pytest.raises(ModuleNotFoundError):
        write_export("carrier_pigeon", tmp_path, ROWS, WORDS)


def test_an_item_always_says_the_same_and_by_its_kind():
    said = pick_texts(ROWS, WORDS)
    assert list(said.str.split().str[0]) == ["posts", "enquiries", "replies"]
    assert said.equals(pick_texts(ROWS, WORDS))
    holding = pick_texts(ROWS.assign(acknowledgement=[None, None, True]), WORDS)
    assert holding[2].startswith("acknowledgements")


@pytest.mark.parametrize(("text", "number"), [("", 0), ("a", 97), ("ab", 195), ("ba", 195)])
def test_a_number_from_a_text_is_the_same_everywhere(text: str, number: int):
    assert hash_of(text) == number


SCHOOLS = pd.DataFrame(
    {
        "school_id": ["000123", "900102"],
        "school_name": ["Ysgol Dŵr", "O’Brien, Saint"],
        "nation": ["wales", "england"],
        "policy": ["llanidloes", "barnes"],
        "pupils": [None, 420],
        "twitter": ["never", "read"],
    }
)
INCIDENTS = pd.DataFrame(
    {
        "incident_id": ["I1", "I2"],
        "school_id": ["900101", "900101"],
        "category": ["harassment", "data_breach"],
        "reported_at": pd.to_datetime(["2026-06-03 10:30:00", "2026-01-25 08:00:00"]),
        "closed_at": pd.to_datetime(["2026-06-25 09:00:00", None]),
        "illegal": [True, None],
    }
)
DIALECTS = read_deliveries()[0]


@pytest.mark.parametrize("order", ["contract", "alphabetical", "reversed"])
@pytest.mark.parametrize("name", DIALECTS)
def test_a_table_is_the_same_in_every_dialect_that_a_school_hands_in(inbox: Inbox, name: str, order: str):
    """Letters that an encoding lacks are left to those that have them."""
    names = SCHOOLS["school_name"].str.replace("ŵ", "w") if DIALECTS[name].encoding == "cp1252" else None
    schools = SCHOOLS if names is None else SCHOOLS.assign(school_name=names)
    for table, rows in (("schools", schools), ("incidents", INCIDENTS)):
        cells = as_text(load_contract()[table], rows, DIALECTS[name])
        write_csv(inbox.settings.inbox / f"{table}.csv", arrange(cells, order), DIALECTS[name])
    report = inbox.load()
    assert report.rows_kept == 4 and not report.rows_rejected
    assert inbox.rows("schools", "school_id", "school_name", "pupils") == [
        ("000123", schools["school_name"][0], None),
        ("900102", "O’Brien, Saint", 420),
    ]
    assert inbox.rows("incidents", "cast(reported_at as varchar)", "cast(closed_at as varchar)", "illegal") == [
        ("2026-06-03 09:30:00", "2026-06-25 08:00:00", True),
        ("2026-01-25 08:00:00", None, None),
    ]


def test_a_column_that_holds_nothing_is_left_out_but_for_one_that_is_required():
    table = load_contract()["schools"]
    cells = as_text(table, SCHOOLS.assign(pupils=None, school_name=None), Dialect())
    assert list(cells) == ["school_id", "school_name", "nation", "policy"]
    assert list(cells["school_name"]) == ["", ""]


def test_a_workbook_of_the_same_cells_has_the_same_bytes_whenever_it_is_written(tmp_path: Path):
    cells = as_text(load_contract()["schools"], SCHOOLS, Dialect())
    for name, moment in (("a", SUMMER), ("b", SUMMER), ("c", LATER)):
        write_workbook(tmp_path / f"{name}.xlsx", cells, "Schools", moment)
    first, same, later = ((tmp_path / f"{name}.xlsx").read_bytes() for name in "abc")
    assert first == same != later


def test_a_zip_is_dated_as_its_exports_are(tmp_path: Path, inbox: Inbox):
    cells = as_text(load_contract()["schools"], SCHOOLS, Dialect())
    write_csv(tmp_path / "schools.csv", cells, Dialect())
    packed = zip_up({"schools.csv": (tmp_path / "schools.csv").read_bytes()}, SUMMER)
    inbox.put("all.zip", packed)
    assert inbox.only_part().exported_at == "2026-06-01T09:00:00"
