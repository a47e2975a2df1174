"""Owns which invented rows go into which file of the inbox, as deliveries.toml says; knows no format's inside."""

import os
import shutil
import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

from pipelines.contract import load_contract
from pipelines.demo.activity import LOCAL
from pipelines.demo.incidents import conceal_later
from pipelines.demo.scene import Scene
from pipelines.demo.tables import Dialect, arrange, as_text, write_csv, write_workbook, zip_up
from pipelines.demo.trust import HERE, Definition, read_words
from pipelines.demo.writers import write_export

Tables = dict[str, pd.DataFrame]

# Rows that speak for no school in particular (a report to the board) come from this group's office.
CENTRAL_OFFICE = "northfield-trust"


class Delivery(Definition):
    """One file handed in; deliveries.toml explains each field."""

    path: str
    table: str
    schools: tuple[str, ...] = ()
    year: int | None = None
    dialect: str = "plain"
    order: str = "contract"
    extra: tuple[str, ...] = ()
    bad_rows: tuple[dict[str, str], ...] = ()
    until: str = ""

    @property
    def folder(self) -> str:
        """The first folder: a group's for what speaks for all its schools, else one school's."""
        return self.path.split("/")[0]


class Stray(Definition):
    """A file of no known format."""

    path: str
    text: str


@cache
def read_deliveries() -> tuple[dict[str, Dialect], tuple[Delivery, ...], tuple[Stray, ...]]:
    """Dialects by name, the files to hand in, and those that no format describes."""
    raw = tomllib.loads((HERE / "deliveries.toml").read_text(encoding="utf-8"))
    dialects = {name: Dialect(**dialect) for name, dialect in raw["dialects"].items()}
    return dialects, tuple(Delivery(**one) for one in raw["files"]), tuple(Stray(**one) for one in raw["strays"])


def fill_inbox(inbox: Path, tables: Tables, scene: Scene) -> None:
    """Write every file. The same tables give the same bytes and modification times."""
    _, deliveries, strays = read_deliveries()
    for delivery in deliveries:
        path = inbox / delivery.path
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_table(path, delivery, tables, scene)
    for stray in strays:
        (inbox / stray.path).write_text(stray.text, encoding="utf-8")
    _write_account_exports(inbox, tables, scene)
    _zip_folders(inbox, scene)
    moments = {inbox / delivery.path: _exported_at(delivery, scene) for delivery in deliveries}
    for path in filter(Path.is_file, inbox.rglob("*")):
        stamp = moments.get(path, scene.exported_at).tz_localize(LOCAL).timestamp()
        os.utime(path, (stamp, stamp))


def _write_table(path: Path, delivery: Delivery, tables: Tables, scene: Scene) -> None:
    table = load_contract()[delivery.table]
    dialect = read_deliveries()[0][delivery.dialect]
    rows = choose_rows(tables[delivery.table], delivery, scene)
    cells = as_text(table, rows, dialect)
    for column in delivery.extra:
        cells[column] = read_words()["notes"][0]
    cells = pd.concat([cells, pd.DataFrame(delivery.bad_rows)], ignore_index=True).fillna("")
    cells = arrange(cells, delivery.order)
    if path.suffix == ".xlsx":
        write_workbook(path, cells, table.title, _exported_at(delivery, scene).to_pydatetime())
    else:
        write_csv(path, cells, dialect)


def choose_rows(rows: pd.DataFrame, delivery: Delivery, scene: Scene) -> pd.DataFrame:
    """The rows of the delivery's schools, year and account form, as they stood when it was exported."""
    own = delivery.schools or tuple(key for key, school in scene.schools.items() if school.folder == delivery.folder)
    if "folder" in rows:
        rows = rows[rows["folder"] == delivery.folder]
    else:
        speaks_for_all = rows["school_id"].isna() & (delivery.folder == CENTRAL_OFFICE)
        rows = rows[rows["school_id"].isin(own) | speaks_for_all]
    if "export" in rows:
        rows = rows[rows["export"] == "contract"]
    time = load_contract()[delivery.table].time_column
    if delivery.year is not None and time:
        begins = pd.Timestamp(scene.first_day.year + delivery.year, 9, 1)
        rows = rows[rows[time.name].between(begins, begins + pd.DateOffset(years=1), inclusive="left")]
    if delivery.until and time:
        moment = _exported_at(delivery, scene)
        rows = conceal_later(rows[rows[time.name] < moment], moment)
    return rows


def _exported_at(delivery: Delivery, scene: Scene) -> pd.Timestamp:
    if not delivery.until:
        return scene.exported_at
    school_id = next(key for key, school in scene.schools.items() if school.folder == delivery.folder)
    return scene.calendars[school_id].span(0)[0] + pd.Timedelta(hours=9)


def _write_account_exports(inbox: Path, tables: Tables, scene: Scene) -> None:
    """What does not come in a table of the office: accounts with an export of their own, each in its folder."""
    activity = tables["activity"]
    apart = activity[activity["export"] != "contract"]
    for (school_id, account_id, form), rows in apart.groupby(["school_id", "account_id", "export"]):
        write_export(form, inbox / school_id / account_id, rows, read_words())


def _zip_folders(inbox: Path, scene: Scene) -> None:
    """Turn each folder named as a ZIP into one."""
    for folder in [path for path in inbox.rglob("*.zip") if path.is_dir()]:
        members = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        shutil.rmtree(folder)
        folder.write_bytes(zip_up(members, scene.exported_at.to_pydatetime()))
