"""Owns taking out what its retention rule no longer keeps, of staged files, meetings and audit log; knows no reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from pipelines.cast import select_numbered
from pipelines.contract import load_contract
from pipelines.engines.duckdb import open_builder
from pipelines.identities import Vault, open_keys, open_vault, save_vault
from pipelines.manifest import Manifest, PartRecord, load_manifest
from pipelines.meetings.letting_go import purge_meetings
from pipelines.retention import AUDIT, MEETINGS, Rule, load_rules
from pipelines.settings import Settings
from pipelines.sql import count_rows, fetch_row, quote_literal, quote_name
from pipelines.staged_files import commit, rewrite
from pipelines.warehouse import hold_data_folder

RETURNS = "returns"


@dataclass(frozen=True)
class Purged:
    """What one table loses: rows, from staged files, that are older than `before`. Of the audit log, files count as
    rows; of the record of meetings, what was recorded of questions, and visits.
    """

    table: str
    rows: int
    before: date | None


def purge(settings: Settings, older_than: date | None = None, keep_all: bool = False) -> list[Purged]:
    """Take out what is no longer kept, as of settings.as_at, or everything before `older_than`; registers stay.

    `keep_all`: only say what would go. Returns what each table loses, tables that lose nothing left out. Builds hold
    the rows until the next one is published and they are cleared away.
    """
    rules = load_rules(settings)
    days = {name: _first_day_kept(rule, settings, older_than) for name, rule in rules.items()}
    with hold_data_folder(settings), open_builder() as connection:
        manifest, keys = load_manifest(settings), open_keys(settings, keep=not keep_all)
        vault = open_vault(settings, keys)
        lost = [
            Purged(keeping.part.table_name, rows, days[keeping.part.table_name])
            for keeping in _judge(connection, settings, manifest, rules, days)
            if (rows := _take_out(connection, settings, manifest, vault, keeping, keep_all))
        ]
        if not keep_all:
            _forget_leavers(connection, settings, manifest, vault)
            # The vault first: it may say more than the list of files needs, never less.
            save_vault(settings, keys, vault)
            commit(settings, manifest)
        lost += _purge_meetings(settings, days[MEETINGS], keep_all)
        lost += _purge_audit(settings, days[AUDIT], keep_all)
    return _add_up(lost)


def _first_day_kept(rule: Rule, settings: Settings, older_than: date | None) -> date | None:
    return None if rule.always or rule.goes_with else older_than or rule.cut_off(settings.as_at)


@dataclass(frozen=True)
class _Keeping:
    """What stays of one staged file: SQL that is true for a row that does, and what of it is cut short (returns)."""

    part: PartRecord
    stays: str
    cut_short: str = ""


def _judge(
    connection: DuckDBPyConnection,
    settings: Settings,
    manifest: Manifest,
    rules: Mapping[str, Rule],
    days: Mapping[str, date | None],
) -> Iterator[_Keeping]:
    """What stays of each file that loses something or may."""
    leavers = _list_leavers(connection, settings, manifest, rules["people"], days["people"])
    # Two exports with the same bytes share a staged file.
    for part in {part.staged: part for part in manifest.parts() if part.staged}.values():
        rule, day = rules[part.table_name], days[part.table_name]
        if rule.goes_with:
            yield _Keeping(part, f"person_id not in (select person_id from {leavers})")
        elif day is not None and rule.since:
            yield _Keeping(part, _is_kept(rule.since, day))
        elif part.table_name == RETURNS:
            first = _first_day_of_dataset(days)
            yield _Keeping(part, f"covers_to >= {first}", f"greatest(covers_from, {first}) as covers_from")


def _first_day_of_dataset(days: Mapping[str, date | None]) -> str:
    """The first day that is kept of the table a return is about: a covered day without rows would be a true zero."""
    cases = " ".join(f"when '{table}' then date '{day.isoformat()}'" for table, day in days.items() if day)
    return f"case dataset {cases} else covers_from end" if cases else "covers_from"


def _is_kept(column: str, day: date) -> str:
    return f"({quote_name(column)} is null or {quote_name(column)} >= date '{day.isoformat()}')"


def _list_leavers(
    connection: DuckDBPyConnection, settings: Settings, manifest: Manifest, rule: Rule, day: date | None
) -> str:
    """Keep, as a temporary table, everybody none of whose rows stays; its name."""
    paths = _paths_of(settings, manifest, "people")
    kept = _is_kept(str(rule.since), day) if day else "true"
    rows = " union all ".join(f"select person_id, ({kept}) as is_kept from read_parquet({path})" for path in paths)
    none = "select null::varchar as person_id, true as is_kept where false"
    everybody = f"select person_id from ({rows or none}) group by person_id"
    connection.execute(f"create temp table leavers as {everybody} having not bool_or(is_kept)")
    return "leavers"


def _paths_of(settings: Settings, manifest: Manifest, table: str) -> list[str]:
    names = sorted({part.staged for part in manifest.parts() if part.staged and part.table_name == table})
    return [quote_literal(str(settings.staged / name)) for name in names]


def _take_out(
    connection: DuckDBPyConnection,
    settings: Settings,
    manifest: Manifest,
    vault: Vault,
    keeping: _Keeping,
    keep_all: bool,
) -> int:
    path = settings.staged / str(keeping.part.staged)
    rows = f"({select_numbered(f'read_parquet({quote_literal(str(path))}, file_row_number = true)')})"
    gone = count_rows(connection, f"{rows} where not {keeping.stays}")
    if keep_all or not (gone or keeping.cut_short):
        return gone
    cut = f" replace ({keeping.cut_short})" if keeping.cut_short else ""
    # Cut short, two returns may begin on the same day: the one that covers more stands for both.
    once = f"qualify row_number() over (partition by {', '.join(_key_of(keeping))} order by covers_to desc) = 1"
    kept = f"select * exclude (file_row_number){cut} from {rows} where {keeping.stays}"
    said = {"message": f"Rows that are no longer kept were purged on {settings.as_at.isoformat()}."} if gone else {}
    select = f"select * from ({kept}) {once}" if cut else kept
    vault.copy_source(*rewrite(connection, settings, manifest, keeping.part, select, **said))
    return gone


def _key_of(keeping: _Keeping) -> tuple[str, ...]:
    return load_contract()[keeping.part.table_name].key


def _forget_leavers(connection: DuckDBPyConnection, settings: Settings, manifest: Manifest, vault: Vault) -> None:
    """Names of people who are in no roster any more leave the vault."""
    if not vault.people:
        return
    paths = ", ".join(_paths_of(settings, manifest, "people"))
    listed = f"select list(distinct person_id) from read_parquet([{paths}])"
    known = set(fetch_row(connection, listed)[0] or ()) if paths else set()
    vault.people = {who: said for who, said in vault.people.items() if who in known}


def _purge_meetings(settings: Settings, day: date | None, keep_all: bool) -> list[Purged]:
    gone = purge_meetings(settings, day, keep_all) if day else 0
    return [Purged(MEETINGS, gone, day)] if gone else []


def _purge_audit(settings: Settings, day: date | None, keep_all: bool) -> list[Purged]:
    """Whole months of the audit log that ended before the day."""
    old = [path for path in settings.audit.glob("*.jsonl") if day and _last_day(path) < day]
    if not keep_all:
        for path in old:
            path.unlink()
    return [Purged(AUDIT, 1, day) for _ in old]


def _last_day(path: Path) -> date:
    last: date = pd.Period(path.stem, freq="M").end_time.date()
    return last


def _add_up(lost: list[Purged]) -> list[Purged]:
    tables = {*load_contract(), MEETINGS, AUDIT}
    sums = {name: [each for each in lost if each.table == name] for name in sorted(tables)}
    return [Purged(name, sum(each.rows for each in found), found[0].before) for name, found in sums.items() if found]
