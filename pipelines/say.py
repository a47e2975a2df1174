"""Owns what the command line prints when a verb is done; knows no file, no rule and no figure of its own."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from pipelines import words
from pipelines.build import Summary
from pipelines.gaps import Gap
from pipelines.manifest import PartRecord
from pipelines.preview import Preview
from pipelines.rejects import Reject
from pipelines.stage import IntakeReport

MOST_REJECTS_SHOWN = 20
MOST_ALIKE_NAMED = 20
WIDTH_OFF_A_TERMINAL = 160
STATUS_WORDS = {
    "met": "kept",
    "partly_met": "partly kept",
    "not_met": "not kept",
    "not_yet_due": "not yet due",
    "attested": "attested",
    "no_data": "no data",
    "not_applicable": "nothing to judge",
}

ONE_SIDED = {
    "outbound": "only what was sent, so that no reply time and no share answered can be told",
    "answered_only": "only messages that were answered, so that waits can be told and no share answered",
}

# No markup: names of files and values found are printed as they are, brackets and all.
console = Console(
    highlight=False,
    markup=False,
    emoji=False,
    soft_wrap=True,
    width=None if sys.stdout.isatty() else WIDTH_OFF_A_TERMINAL,
)


def tell_summary(summary: Summary) -> None:
    """What one load did: files and rows, then the build that now serves."""
    _tell_counts(summary.intake)
    _tell_not_loaded(summary.intake.not_loaded)
    _tell_gaps(summary.intake.gaps)
    if summary.intake.rows_rejected:
        console.print("`python -m pipelines check` and the Data quality page say which rows were set aside, and why.")
    for policy, schools, guess in summary.policies_sought:
        adopted = (
            f"{words.count(schools, 'school')} on the register adopted the policy '{policy}', and no file holds it."
        )
        console.print(f"{adopted}{guess} Until one does, none of its promises is judged.", markup=False)
    console.print(
        f"Judged {words.count(summary.clauses_judged, 'clause')} of {words.count(summary.schools, 'school')}: "
        f"{words.count(summary.cases, 'case')}."
    )
    console.print(f"Build {summary.build_id}, as at {words.day(summary.as_at_on)}, in {summary.seconds:.1f} seconds.")


def tell_intake(report: IntakeReport) -> None:
    """What each file is, how many of its rows can be used, and each row that cannot, with its reason."""
    rows = [(part.file, part.format, part.table_name, part.rows_kept, part.rows_rejected) for part in report.loaded]
    _print_table(("file", "recognised as", "table", "rows kept", "rows set aside"), rows)
    for part in report.loaded:
        if part.unknown_columns:
            console.print(f"{part.file}: not asked for, and not read: {', '.join(part.unknown_columns)}")
    _tell_sides(report.loaded)
    _tell_not_loaded(report.not_loaded)
    _tell_gaps(report.gaps)
    _tell_rejects(report.rejects)
    _tell_counts(report)


def has_something_to_mend(report: IntakeReport) -> bool:
    """Whether a file or a row could not be used, or an export is missing between two others."""
    is_unused = any(part.status != "uncounted" for part in report.not_loaded)
    return is_unused or report.rows_rejected > 0 or bool(report.gaps)


def _tell_counts(report: IntakeReport) -> None:
    files = {part.file for part in report.loaded}
    uncounted = sum(part.status == "uncounted" for part in report.not_loaded)
    are = "is known and holds" if uncounted == 1 else "are known and hold"
    known = f" {uncounted:,} more {are} nothing that is counted." if uncounted else ""
    console.print(
        f"{words.count(len(files), 'file')} recognised, {len(report.not_loaded) - uncounted} not.{known} "
        f"{words.count(report.rows_kept, 'row')} kept, {report.rows_rejected:,} set aside."
    )


def _tell_not_loaded(parts: Sequence[PartRecord]) -> None:
    """Why each was not loaded; files with the same to say of them are told of together."""
    alike: dict[str, list[str]] = {}
    for part in parts:
        text = part.message if part.message.startswith(part.file) else f": {part.message}"
        alike.setdefault(text.removeprefix(part.file), []).append(part.file)
    for text, (first, *others) in alike.items():
        console.print(f"{first}{text}")
        if others:
            more = f" and {len(others) - MOST_ALIKE_NAMED:,} more" if len(others) > MOST_ALIKE_NAMED else ""
            console.print(f"  likewise: {'; '.join(others[:MOST_ALIKE_NAMED])}{more}")


def _tell_sides(parts: Sequence[PartRecord]) -> None:
    """Which exports hold one side only, so that nobody waits for a share that they cannot give."""
    held = Counter((part.format, part.sides) for part in parts if part.sides in ONE_SIDED)
    for (name, sides), number in sorted(held.items()):
        console.print(f"{name} ({words.count(number, 'export')}): {ONE_SIDED[str(sides)]}.")


def _tell_gaps(gaps: Sequence[Gap]) -> None:
    for gap in gaps:
        days = f"{words.day(gap.first)} to {words.day(gap.last)}"
        console.print(
            f"{gap.account_id}: no export holds {days}. It would stand between {gap.file_before} and {gap.file_after}. "
            "Export those days too, or hand in a return that covers them."
        )


def _tell_rejects(rejects: Sequence[Reject]) -> None:
    for reject in rejects[:MOST_REJECTS_SHOWN]:
        console.print(_say_reject(reject))
    if len(rejects) > MOST_REJECTS_SHOWN:
        console.print(f"... and {len(rejects) - MOST_REJECTS_SHOWN:,} more.")


def _say_reject(reject: Reject) -> str:
    """Where, why, what was found and what is accepted, as far as they are known."""
    column = f", column {reject.column_name}" if reject.column_name else ""
    found = f" Found: {reject.value}." if reject.value else ""
    accepted = f" Accepted: {reject.accepted.rstrip('.')}." if reject.accepted else ""
    return f"{reject.file}, row {reject.row_number}{column}: {reject.reason.rstrip('.')}.{found}{accepted}"


def tell_status(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Which build serves, how fresh each data set is, and how the clauses stand in the latest half-term."""
    build_id, as_at_on = connection.execute("select build_id, as_at_on from load.build").fetchall()[0]
    console.print(f"Build {build_id}, as at {words.day(as_at_on)} ({path.stat().st_size / 1e6:.1f} MB).")
    freshness = """
        select table_name, count(distinct file), sum(rows_kept), sum(rows_rejected), cast(max(last_at) as date)
        from load.files where status = 'loaded' group by table_name order by table_name
    """
    rows = [(*row[:4], words.day(row[4]) if row[4] else "") for row in connection.execute(freshness).fetchall()]
    _print_table(("table", "files", "rows kept", "rows set aside", "reaches to"), rows)
    missing = "select account_id, gap_from, gap_to from warehouse.export_gaps order by account_id, gap_from"
    for account, first, last in connection.execute(missing).fetchall():
        console.print(f"{account}: no export holds {words.day(first)} to {words.day(last)}.")
    latest = """
        with latest as (
            select * from result.clause_status where period_kind = 'half_term'
            qualify period_start = max(period_start) over (partition by school_id)
        )
        select status, count(*) from latest group by status
    """
    counts = dict(connection.execute(latest).fetchall())
    said = ", ".join(f"{counts[status]} {label}" for status, label in STATUS_WORDS.items() if status in counts)
    console.print(f"Clauses in the latest half-term: {said}.")


def tell_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Every file that this build was made of, by the path it had in the inbox."""
    listed = """
        select file, status, table_name, rows_kept, rows_rejected, cast(loaded_at as date) as loaded_on
        from load.files order by file
    """
    headers = ("file", "state", "table", "rows kept", "rows set aside", "loaded on")
    _print_table(headers, connection.execute(listed).fetchall())


def tell_preview(preview: Preview) -> None:
    """What each file is, its rejects, and what a load of it would change."""
    tell_intake(IntakeReport(preview.parts, rejects=preview.rejects))
    added = [(row.table, row.before, row.after, row.replaced) for row in preview.rows]
    _print_table(("table", "rows now", "rows then", "replaced by a newer export"), added)
    for change in preview.statuses:
        before = STATUS_WORDS.get(change.before, "not judged")
        then = STATUS_WORDS[change.after]
        console.print(f"{change.clause_id}, {change.school}, {change.period}: {before}, then {then}", markup=False)
    changed = words.count(len(preview.statuses), "clause")
    console.print(f"{changed} would change status. Nothing was kept.")


def tell_purged(lost: Sequence[tuple[str, int, date | None]], is_done: bool) -> None:
    """What each table lost, or would lose."""
    rows = [(table, count, f"before {words.day(day)}" if day else "gone with its person") for table, count, day in lost]
    if rows:
        _print_table(("table", "rows no longer kept", "which"), rows)
    if not rows:
        console.print("Nothing is older than it may be.")
    elif not is_done:
        console.print("Nothing was removed. Run it again with --yes to take these rows out for good.")


def tell_forgotten(
    was_in_vault: bool, files: int, texts: int, perhaps: Sequence[tuple[str, date]], misplaced: Sequence[str]
) -> None:
    """Where a person was found; and where somebody has to read for themselves, as a last name alone is no proof."""
    told = f"{words.count(files, 'file')} and {words.count(texts, 'text')} of the record of meetings"
    console.print(f"Forgotten: {'in the vault, and ' if was_in_vault else ''}in {told}.")
    for file in misplaced:
        do = "undo it and hand it in again without the name"
        console.print(f"{file} has the name in a column that is not for names: {do}.", markup=False)
    for school, day in perhaps:
        where = f"what was recorded for {school} on {words.day(day)}"
        console.print(f"The last name also stands in {where}: it may be somebody else, and was left.", markup=False)
    if perhaps:
        console.print(
            "Read it on the Termly review; if it is the person, forget again with the words as they stand there."
        )


def tell_what_is_left(files_in_inbox: int) -> None:
    """What taking out of the data folder does not reach."""
    if files_in_inbox:
        console.print(f"The inbox has {words.count(files_in_inbox, 'file')} that may still hold what was taken out.")
    console.print("Exports kept elsewhere, backups, and papers that were printed are yours to clear.")


def _print_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(*headers, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell or "") for cell in row))
    console.print(table)
