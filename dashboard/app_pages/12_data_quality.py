"""Can I trust these figures?

What was handed in, how far it reaches, which rows were set aside and why, and the checks that this build passed.
"""

import textwrap
from dataclasses import replace

import pandas as pd

from dashboard import parts, wording
from dashboard.access import who
from dashboard.parts import Figure
from dashboard.scope import Scope
from dashboard.warehouse import query

DAYS_BEHIND = 31
LONGEST_ACCEPTED = 120
OF_OTHERS = (
    "This page lists the files whose every row is of schools that you may see. Files that hold other schools' rows as "
    "well, or that nobody could place, are listed for those who may see every school."
)
SIDES = {
    "outbound": "only what the account posted: no reply times can be known",
    "answered_only": "only messages that were answered: reply times, but no share answered",
}


def say_answer(files: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """How much of what was handed in is counted, and how far behind it is."""
    kept, rejected = int(files.rows_kept.sum()), int(files.rows_rejected.sum())
    left = int((files.status != "loaded").sum())
    behind = int((coverage.days_behind > DAYS_BEHIND).sum())
    counted = f"{wording.out_of(kept, kept + rejected)} rows are counted and {rejected:,} set aside"
    unused = f"{wording.how_many(left, 'file')} could not be used"
    reach = f"{wording.out_of(behind, len(coverage))} data sets end over a month before the day of judging"
    if lists_none(files):
        return f"{reach}. No file is listed for you."
    return f"{counted}; {unused}. {reach}."


def lists_none(files: pd.DataFrame) -> bool:
    """Whether there are files, none of which holds rows of the viewer's schools alone."""
    return files.empty and who().schools is not None


def count_files(files: pd.DataFrame, rejects: pd.DataFrame) -> list[Figure]:
    """What was handed in: files that are loaded, and rows that are not counted."""
    loaded = int((files.status == "loaded").sum())
    return [
        Figure(
            name="files_loaded",
            label="Files loaded",
            value=wording.out_of(loaded, len(files)),
            note=f"{len(files) - loaded} not understood or not placed",
            term="files_loaded",
            denominator="every file handed in, and every file inside a ZIP or sheet of a workbook",
            source="the list of files of this build",
            rows=lambda: list_files(files),
            opens="Open the files",
        ),
        Figure(
            name="rows_set_aside",
            label="Rows set aside",
            value=f"{files.rows_rejected.sum():,}",
            note=f"of {files.rows_kept.sum() + files.rows_rejected.sum():,} rows",
            term="rows_rejected",
            denominator="every row of the files that were recognised",
            source="the list of rejected rows of this build",
            rows=lambda: list_rejects(rejects),
            opens="Open the reasons",
        ),
    ]


def count_reach(coverage: pd.DataFrame, scope: Scope) -> list[Figure]:
    """Which data sets have fallen behind, and which have a hole."""
    faults = {
        "behind": (
            "Over a month behind",
            "data sets whose last covered day is old",
            coverage.days_behind > DAYS_BEHIND,
        ),
        "holes": ("With a hole", "a stretch between two hand-ins is missing", coverage.gap_count > 0),
    }
    return [
        Figure(
            name=name,
            label=label,
            value=wording.out_of(int(found.sum()), len(coverage)),
            note=note,
            term="freshness" if name == "behind" else "no_data",
            denominator="each data set of each school that was ever handed in",
            source="returns, and the days that the rows themselves reach",
            rows=lambda found=found: list_coverage(coverage[found], scope),
            opens="Open the data sets",
        )
        for name, (label, note, found) in faults.items()
    ]


def list_files(files: pd.DataFrame) -> pd.DataFrame:
    """Every part of every file, with what became of it."""
    return pd.DataFrame(
        {
            "File": files.file,
            "State": files.status.map(wording.FILE_STATES),
            "Recognised as": files.format.fillna("").map(wording.label),
            "Rows kept": files.rows_kept,
            "Rows set aside": files.rows_rejected,
            "First day": files.first_on,
            "Last day": files.last_on,
            "What it lacks": files.sides.map(SIDES).fillna(""),
            "Loaded": files.loaded_at,
        }
    )


def list_rejects(rejects: pd.DataFrame) -> pd.DataFrame:
    """Every value for which a row was set aside."""
    columns = (rejects.column_name + ": ").fillna("")
    values = ("'" + rejects.value + "' ").fillna("")
    what = columns + values + rejects.reason
    return pd.DataFrame(
        {
            "File": rejects.file,
            "Row": rejects.row_number,
            "What is wrong": what,
            "Accepted": [
                textwrap.shorten(str(words), LONGEST_ACCEPTED, placeholder=" ...") for words in rejects.accepted
            ],
        }
    )


def list_coverage(coverage: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Each data set of each school with the days that it covers."""
    listed = pd.DataFrame(
        {
            "School": coverage.school_name,
            "Data set": coverage.dataset.map(wording.dataset),
            "Covers from": coverage.covers_from,
            "Covers to": coverage.covers_to,
            "Last covered day": [wording.days_ago(int(days)) for days in coverage.days_behind],
            "Holes": coverage.gap_count,
        }
    )
    return listed.drop(columns="School") if scope.is_one_school else listed


def draw_not_loaded(files: pd.DataFrame) -> None:
    """Files that could not be used, each with what to do."""
    left = files[files.status != "loaded"]
    rows = pd.DataFrame(
        {
            "File": left.file,
            "State": left.status.map(wording.FILE_STATES),
            "What to do": [wording.sentences(*told) for told in zip(left.message, left.file, strict=True)],
        }
    )
    parts.section("Files that are not counted", "Nothing of these files is in any figure.")
    parts.table(rows, name="files not counted", alt="Files not counted, and why", empty="Every file was understood.")


def draw_unknown_columns(files: pd.DataFrame) -> None:
    """Columns that no format asks for: not read, so nothing in them is counted."""
    asked = files[files.unknown_columns.fillna("") != ""]
    rows = pd.DataFrame({"File": asked.file, "Columns that were not read": asked.unknown_columns})
    parts.section("Columns that were not read", "No format asks for them. A misspelt header would show up here.")
    parts.table(rows, name="columns not read", alt="Columns not read, by file", empty="Every column was understood.")


def draw_unregistered(scope: Scope) -> None:
    """Accounts that post for a school and that no register holds."""
    accounts = query("data_quality__unregistered", scope)
    rows = accounts.rename(
        columns={
            "school_name": "School",
            "account_id": "Account",
            "item_count": "Items",
            "first_on": "First day",
            "last_on": "Last day",
        }
    )
    parts.section("Accounts that are on no register", "Their activity is kept and counted, never dropped.")
    parts.table(rows, name="unregistered accounts", alt="Accounts on no register", empty="Every account is registered.")


def draw_gaps(scope: Scope) -> None:
    """Days that no export of an account holds, between two that do."""
    gaps = query("data_quality__gaps", scope)
    rows = pd.DataFrame(
        {
            "School": gaps.school_name,
            "Account": gaps.account_id,
            "Missing from": gaps.gap_from,
            "Missing to": gaps.gap_to,
            "After": gaps.file_before,
            "Before": gaps.file_after,
        }
    )
    lead = "Nothing is known of these days, so nobody is judged by them. Export them too, or hand in a return for them."
    parts.section("Exports that are missing between others", lead)
    parts.table(
        rows.drop(columns="School") if scope.is_one_school else rows,
        name="missing exports",
        alt="Days that no export of an account holds",
        empty="No export is missing between two others.",
    )


def draw_checks(scope: Scope) -> None:
    """What this build was checked for before anybody could read it."""
    checks = query("data_quality__checks", scope)
    rows = pd.DataFrame({"Table": checks.table_name.map(wording.label), "Looked for, and not found": checks.fault})
    words = "A build with any of these faults is not published: the one before it goes on serving."
    parts.section(f"The {wording.count(len(checks), 'check')} that this build passed", words, gated=True)
    parts.table(rows, name="checks passed", alt="Checks that this build passed", gated=True)


def draw_files(files: pd.DataFrame, rejects: pd.DataFrame) -> None:
    """What of the files is not counted: whole files, rows, columns."""
    draw_not_loaded(files)
    parts.section("Rows that were set aside", "A row with any bad value is set aside whole, until it is corrected.")
    parts.table(
        list_rejects(rejects), name="rows set aside", alt="Rows set aside, and why", empty="No row was set aside."
    )
    draw_unknown_columns(files)


def show(scope: Scope) -> None:
    """The page."""
    files, rejects = query("data_quality__files", scope), query("data_quality__rejects", scope)
    coverage = query("data_quality__coverage", scope)
    parts.answer(say_answer(files, coverage))
    counts = [] if lists_none(files) else count_files(files, rejects)
    parts.figures([*counts, *count_reach(coverage, scope)])
    if who().schools is not None:
        parts.nothing(OF_OTHERS)
    if not lists_none(files):
        draw_files(files, rejects)
    draw_unregistered(scope)
    draw_gaps(scope)
    parts.section("How far each data set reaches", "What a data set does not cover is no data, never zero.")
    parts.table(
        list_coverage(coverage, scope),
        name="coverage",
        alt="The days that each data set covers",
        empty="Nothing was handed in that covers any day.",
    )
    draw_checks(scope)


def publish(scope: Scope) -> None:
    """The page for limited audiences: how far the data reaches. Rows are left out: they count what figures hide."""
    files, coverage = query("data_quality__files", scope), query("data_quality__coverage", scope)
    behind = wording.out_of(int((coverage.days_behind > DAYS_BEHIND).sum()), len(coverage))
    parts.answer(f"{behind} data sets end over a month before the day of judging.", gated=True)
    loaded, *_ = count_files(files, query("data_quality__rejects", scope))
    parts.figures([replace(figure, gated=True) for figure in (loaded, *count_reach(coverage, scope))])
    parts.section("How far each data set reaches", "What a data set does not cover is no data, never zero.", gated=True)
    # The last day of a data set may be the day of its last row: a month gives none away.
    months = {name: coverage[name].map(wording.month) for name in ("covers_from", "covers_to")}
    parts.table(
        list_coverage(coverage.assign(**months), scope).drop(columns="Last covered day"),
        name="coverage",
        alt="The months that each data set covers",
        empty="Nothing was handed in that covers any day.",
        gated=True,
    )
    draw_checks(scope)


parts.page(show, publish)
