"""The inbox holds every invented row in some file, in forms as mixed as real ones, and the same bytes each time."""

import csv
import hashlib
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from time import perf_counter

import fastexcel
import pandas as pd
import pytest

from pipelines.contract import load_contract
from pipelines.demo import invent, prepare_demonstration
from pipelines.demo.deliveries import choose_rows, read_deliveries
from pipelines.demo.scene import Scene
from pipelines.errors import InputError
from pipelines.progress import Steps
from pipelines.settings import choose_settings
from pipelines.stage import stage_inbox
from tests.demo.conftest import AS_AT, SEED

Tables = dict[str, pd.DataFrame]


def fingerprints(folder: Path) -> dict[str, tuple[str, float]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in files
    }


def test_the_same_day_and_seed_give_the_same_bytes(inbox: Path, tmp_path: Path):
    invent(tmp_path, AS_AT, SEED)
    assert fingerprints(tmp_path) == fingerprints(inbox)


def test_another_seed_gives_others_in_the_same_files(inbox: Path, tmp_path: Path):
    invent(tmp_path, AS_AT, SEED + 1)
    other, this = fingerprints(tmp_path), fingerprints(inbox)
    assert other.keys() == this.keys()
    activity = "900101/activity.csv"
    assert other[activity] != this[activity]


@pytest.mark.parametrize("as_at", [date(2026, 9, 2), date(2026, 8, 20), date(2027, 1, 1)])
def test_any_day_will_do_and_file_names_stay(as_at: date, inbox: Path, tmp_path: Path):
    started = perf_counter()
    invent(tmp_path, as_at, SEED)
    print(f"invented as at {as_at} in {perf_counter() - started:.1f} s")  # noqa: T201 - a benchmark that `pytest -rP` shows
    assert fingerprints(tmp_path).keys() == fingerprints(inbox).keys()


@pytest.mark.parametrize("name", sorted(load_contract()))
def test_every_row_is_handed_in_once(name: str, tables: Tables, scene: Scene):
    rows = tables[name].reset_index(drop=True)
    deliveries = [one for one in read_deliveries()[1] if one.table == name and not one.until]
    handed_in = [place for delivery in deliveries for place in choose_rows(rows, delivery, scene).index]
    own_folder = [] if name != "activity" else rows.index[rows["export"] != "contract"].tolist()
    assert sorted(handed_in + own_folder) == rows.index.tolist()


def test_files_differ_as_real_ones_do(inbox: Path):
    heads = {path.relative_to(inbox).as_posix(): path.read_bytes()[:400] for path in inbox.rglob("*.csv")}
    assert any(head.startswith(b"\xef\xbb\xbf") for head in heads.values())
    assert any(head.startswith(b"\xff\xfe") for head in heads.values())
    assert any(b";" in head.split(b"\r\n")[0] for head in heads.values())
    assert b"PERSON_ID" not in heads["northfield-trust/training/training completed.csv"]
    assert heads["northfield-trust/training/training completed.csv"].startswith("\ufeffExpires on".encode())
    assert b"ACKNOWLEDGEMENT" in heads["northfield-trust/activity of the primaries.csv"]
    with pytest.raises(UnicodeDecodeError):
        (inbox / "dyffryn-gwern/people.csv").read_text(encoding="utf-8")


def test_a_workbook_reads_back_as_it_was_invented(inbox: Path, scene: Scene):
    workbook = fastexcel.read_excel(inbox / "dyffryn-gwern/schools.xlsx")
    schools = workbook.load_sheet(0, dtypes="string").to_pandas()
    assert schools["school_name"].tolist() == [scene.schools[key].name for key in ("990201", "990202")]


def test_the_zip_holds_plain_files(inbox: Path, tables: Tables):
    with zipfile.ZipFile(inbox / "dyffryn-gwern/exports.zip") as archive:
        assert archive.testzip() is None
        rows = list(csv.reader(archive.read("monitoring.csv").decode().splitlines()))
    own = tables["monitoring"]["school_id"].isin(["990201", "990202"])
    assert len(rows) - 1 == own.sum()


def test_the_archive_holds_what_the_account_sent_newest_first(inbox: Path, tables: Tables):
    text = (inbox / "900101/aldermoor-x/data/tweets.js").read_text(encoding="utf-8")
    prefix, body = text.split(" = ", 1)
    tweets = [item["tweet"] for item in json.loads(body)]
    assert prefix == "window.YTD.tweets.part0"
    own = tables["activity"][(tables["activity"]["account_id"] == "aldermoor-x")]
    sent = own[own["direction"] == "outbound"]
    assert [tweet["id_str"] for tweet in tweets] == sent["item_id"].tolist()[::-1]
    answered = {tweet["in_reply_to_status_id_str"] for tweet in tweets if "in_reply_to_status_id_str" in tweet}
    assert answered == set(sent["in_reply_to"].dropna())


def test_ids_on_x_tell_the_moment(inbox: Path):
    text = (inbox / "900101/aldermoor-x/data/tweets.js").read_text(encoding="utf-8")
    tweets = [item["tweet"] for item in json.loads(text.split(" = ", 1)[1])]
    for tweet in tweets:
        told = pd.Timestamp((int(tweet["id_str"]) >> 22) + 1_288_834_974_657, unit="ms", tz="UTC")
        assert told == pd.to_datetime(tweet["created_at"], format="%a %b %d %H:%M:%S %z %Y")


def test_the_support_table_links_questions_and_answers(inbox: Path):
    table = pd.read_csv(inbox / "900104/DrayhurstHelp/support tweets.csv", dtype=str)
    answers = table[table["in_response_to_tweet_id"].notna()]
    asked = table.set_index("tweet_id").loc[answers["in_response_to_tweet_id"].str.removesuffix(".0")]
    assert (answers["author_id"] == "DrayhurstHelp").all()
    assert (asked["inbound"] == "True").all()
    assert all(
        number in listed.split(",")
        for number, listed in zip(answers["tweet_id"], asked["response_tweet_id"], strict=True)
    )


def test_rows_somebody_typed_wrongly_are_there_and_few(inbox: Path):
    bad = [row for delivery in read_deliveries()[1] for row in delivery.bad_rows]
    assert 5 <= len(bad) <= 12
    lines = (inbox / "northfield-trust/monitoring/monitoring log, this year.csv").read_text("utf-8-sig").splitlines()
    assert [line for line in lines if "31/02/2026" in line]


def test_an_earlier_export_knows_less(inbox: Path):
    earlier, now = (
        fastexcel.read_excel(inbox / f"northfield-trust/incident records{part}.xlsx")
        .load_sheet(0, dtypes="string")
        .to_pandas()
        for part in (", to the start of this half-term", "")
    )
    both = earlier.merge(now, on="incident_id", suffixes=("_then", "_now"))
    assert len(both) == len(earlier) < len(now)
    assert (both["closed_at_then"].isna() & both["closed_at_now"].notna()).any()


def test_names_of_people_are_in_the_roster_only(inbox: Path, tables: Tables):
    names = re.compile("|".join(map(re.escape, tables["people"]["name"].unique())))
    for path in inbox.rglob("*.csv"):
        if path.name != "people.csv":
            raw = path.read_bytes()
            text = raw.decode("utf-16") if raw.startswith(b"\xff\xfe") else raw.decode("cp1252", errors="replace")
            assert not names.search(text), path


def test_the_demonstration_does_not_mix_with_other_exports(tmp_path: Path):
    settings = choose_settings(tmp_path, AS_AT)
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "our own people.csv").write_text("person_id\n")
    with pytest.raises(InputError, match=r"our own people\.csv"):
        prepare_demonstration(settings)


def test_nor_with_exports_that_were_loaded_and_removed(tmp_path: Path):
    settings = choose_settings(tmp_path, AS_AT)
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "our own events.csv").write_text("happened_on,label\n2026-01-05,New head\n")
    stage_inbox(settings, Steps(quiet=True))
    (settings.inbox / "our own events.csv").unlink()
    with pytest.raises(InputError, match=r"our own events\.csv"):
        prepare_demonstration(settings)


def test_preparing_again_replaces_what_was_there(tmp_path: Path):
    settings = choose_settings(tmp_path, AS_AT)
    stale = settings.inbox / "northfield-trust" / "old.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("gone")
    prepare_demonstration(settings)
    assert not stale.exists()
    assert (settings.inbox / "northfield-trust" / "schools.csv").exists()
