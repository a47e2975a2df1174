"""Owns what loading some files would change, found by really loading them beside the data folder; keeps nothing."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.attach import attach_staged
from pipelines.build import build
from pipelines.contract import load_contract
from pipelines.durable import telling_disk_faults
from pipelines.engines.duckdb import open_builder
from pipelines.errors import InputError
from pipelines.inbox import list_inbox, name_of
from pipelines.manifest import PartRecord, load_manifest
from pipelines.policies import policy_folders
from pipelines.progress import Steps
from pipelines.rejects import Reject, read_rejects
from pipelines.settings import Settings
from pipelines.sql import count_rows
from pipelines.stage import TRIAL
from pipelines.warehouse import list_builds, newest_build, open_reader

STATUSES = """
    select school_id, school_name, clause_id, period_name, status
    from result.clause_status inner join warehouse.schools using (school_id)
    where period_kind = 'half_term'
"""


@dataclass(frozen=True)
class RowChange:
    """One table: rows that count now, rows that would, and how many of the new rows replace one that is there."""

    table: str
    before: int
    after: int
    replaced: int


@dataclass(frozen=True)
class StatusChange:
    """One clause of one school in one half-term whose status would be another; `before` is empty for a new one."""

    school_id: str
    school: str
    clause_id: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What loading would come to: what each new file is, its rejects, and what would change."""

    parts: tuple[PartRecord, ...]
    rejects: tuple[Reject, ...]
    rows: tuple[RowChange, ...]
    statuses: tuple[StatusChange, ...]

    def as_record(self) -> dict[str, Any]:
        """The same as plain lists and texts, for JSON."""
        return asdict(self)


def preview(settings: Settings, folder: Path, steps: Steps) -> Preview:
    """What a load would change if the files of `folder` were in the inbox, under the same paths; keeps nothing.

    Raises what a load raises, and InputError for a folder without files.
    """
    files = list_inbox(folder)
    if not files:
        raise InputError("There is nothing to look at", where=str(folder), do="name a folder with exports in it")
    names = {name_of(path.relative_to(folder)) for path in files}
    with telling_disk_faults(settings.data), _trial(settings, folder) as trial:
        build(trial, steps)
        parts = tuple(part for part in load_manifest(trial).parts() if _is_of(part.file, names))
        return Preview(
            parts=parts,
            rejects=_read_rejects(trial, parts),
            rows=_compare_rows(settings, trial, parts),
            statuses=_compare_statuses(settings, trial),
        )


@contextmanager
def _trial(settings: Settings, folder: Path) -> Iterator[Settings]:
    """A data folder beside the real one that shares its staged files, with the new files in its inbox."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.data, prefix=TRIAL) as name:
        trial = replace(settings, data=Path(name), exports=None)
        _share(settings.staged, trial.staged)
        _share(settings.inbox, trial.inbox)
        for each in _read_by_a_load(settings):
            if each.exists():
                shutil.copytree(each, trial.data / each.name)
        for path in list_inbox(folder):
            _put_over(path, trial.inbox / path.relative_to(folder))
        yield trial


def _read_by_a_load(settings: Settings) -> Iterator[Path]:
    """What a load reads besides the inbox and what is staged, small enough to copy."""
    _, *of_the_school = policy_folders(settings)
    yield from (settings.data / "identities", settings.data / "formats", *of_the_school)


def _share(source: Path, target: Path) -> None:
    """The files of a folder under another name. None of them is ever changed in place, so they need not be copied."""
    for path in list_inbox(source):
        if not path.is_file():
            continue
        beside = target / path.relative_to(source)
        beside.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, beside)
        except OSError:
            shutil.copy2(path, beside)


def _put_over(source: Path, target: Path) -> None:
    # What stands there may be the real inbox's own file under a second name: writing into it would change that.
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_file():
        shutil.copy2(source, target)
    else:
        # It cannot be opened. A link to nowhere is told of as it would be.
        target.symlink_to("nowhere")


def _is_of(file: str, names: set[str]) -> bool:
    """Whether a part is one of the files, or lies in one of them that is a ZIP."""
    return any(file == name or file.startswith(f"{name}/") for name in names)


def _read_rejects(trial: Settings, parts: tuple[PartRecord, ...]) -> tuple[Reject, ...]:
    staged = [(part.file, trial.staged / part.staged) for part in parts if part.staged]
    with open_builder() as connection:
        return tuple(read_rejects(connection, staged))


def _compare_rows(settings: Settings, trial: Settings, parts: tuple[PartRecord, ...]) -> tuple[RowChange, ...]:
    """Each table that the new files have rows of, or that loses some to them."""
    before, after = _count(settings), _count(trial)
    kept = {part.table_name: 0 for part in parts if part.staged}
    for part in {part.staged: part for part in parts if part.staged}.values():
        kept[part.table_name] += part.rows_kept
    changed = [name for name in load_contract() if name in kept or before[name] != after[name]]
    return tuple(
        RowChange(name, before[name], after[name], max(0, kept.get(name, 0) - (after[name] - before[name])))
        for name in changed
    )


def _count(settings: Settings) -> Mapping[str, int]:
    with open_builder() as connection:
        attach_staged(connection, settings)
        return {name: count_rows(connection, f"staged.{name}") for name in load_contract()}


def _compare_statuses(settings: Settings, trial: Settings) -> tuple[StatusChange, ...]:
    before, after = _read_statuses(settings), _read_statuses(trial)
    return tuple(
        StatusChange(school_id, school, clause, period, before.get(key, ""), status)
        for key, status in sorted(after.items())
        if before.get(key, "") != status
        for school_id, school, clause, period in [key]
    )


def _read_statuses(settings: Settings) -> dict[tuple[str, str, str, str], str]:
    """The status of each clause in each half-term of the build that serves; empty before the first load."""
    if not list_builds(settings):
        return {}
    with open_reader(newest_build(settings)) as connection:
        return {(row[0], row[1], row[2], row[3]): row[4] for row in connection.execute(STATUSES).fetchall()}
