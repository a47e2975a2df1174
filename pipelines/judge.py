"""Owns the judging: offers each control its clauses and keeps the cases found; knows no control's rule and no page."""

from collections.abc import Iterable, Mapping

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.adopted import AdoptedClause, adopt_clauses, tabulate_for_control, tabulate_for_readers
from pipelines.controls import Control
from pipelines.engines.duckdb import (
    add_table,
    create_table,
    define_function,
    fetch_arrow,
    held,
    hold_select,
    list_columns,
    offer_rows,
)
from pipelines.engines.rows import Rows
from pipelines.engines.side_by_side import run_side_by_side
from pipelines.errors import ModelError, nearest
from pipelines.policies import Policy
from pipelines.progress import Steps
from pipelines.settings import JOURNEY

RESULTS = JOURNEY / "5_results"

# What a control may select. With an outcome it has judged; without one it names a promise, and deadlines.sql judges.
THING = dict.fromkeys(("school_id", "clause_id", "case_id", "case_kind", "account_id"), "string")
STAMPS = {"began_at": "timestamp", "began_on": "date", "done_at": "timestamp", "done_on": "date"}
MEASURE = {"judged_on": "date", "due_at": "timestamp", "due_on": "date", "value": "double", "unit": "string"}
TIME_PROMISED = {"days": "bigint", "working_days": "bigint", "working_hours": "double", "hours": "double"}
OUTCOME = {**THING, **STAMPS, **MEASURE, "outcome": "string"}
PROMISE = {
    **THING,
    **STAMPS,
    **TIME_PROMISED,
    "began_minute": "double",
    "done_minute": "double",
    "counts": "string",
    "is_kept": "boolean",
    "judged_on": "date",
}
CASES = """
    school_id, clause_id, control, case_id, case_kind, account_id, judged_on, began_at, due_at, done_at, outcome,
    cast(value as double) as value, unit
"""
CONTROL_WORDS = ("question", "grain", "case_kind", "judged_on", "dataset", "open", "no_data", "zero")
# A status needs how many cases came out how on a day, not each of them.
CASES_OF_A_DAY = """
    select school_id, clause_id, control, judged_on, outcome, count(*) as cases
    from result.cases
    group by school_id, clause_id, control, judged_on, outcome
"""
CUSTOM_PERIOD = """
    select school_id, 'custom' as period_kind, 'custom' as period_name,
        cast(first_day as date) as period_start, cast(last_day as date) as period_end
    from warehouse.schools
"""


def judge_clauses(
    connection: DuckDBPyConnection,
    policies: Mapping[str, Policy],
    controls: Mapping[str, Control],
    steps: Steps | None = None,
) -> None:
    """Judge every clause of every school, on a connection that has the warehouse and the marts.

    Makes result.clauses, controls, cases and clause_status, and the table functions result.status_between and
    cases_between(first_day, last_day). Raises ModelError for a control that does not run or selects what it may not.
    """
    adopted = read_adopted(connection, policies)
    add_table(connection, "result", "clauses", tabulate_for_readers(controls, adopted))
    add_table(connection, "result", "controls", tabulate_controls(controls))
    named = {bound.clause.control for bound in adopted}
    used = {control.name: control for control in controls.values() if control.name in named}
    with (steps or Steps(quiet=True)).step("Judging the clauses", total=len(used)) as ticks:
        run_side_by_side(
            connection,
            dict.fromkeys(used, ()),
            lambda cursor, name: run_control(cursor, used[name], adopted),
            ticks,
        )
    gather_cases(connection, used.values())
    roll_up(connection)


def read_adopted(connection: DuckDBPyConnection, policies: Mapping[str, Policy]) -> list[AdoptedClause]:
    """The clauses that bind each school, by the policies that it adopted and those that are for every school."""
    create_table(connection, "result", "adoptions", read_select("adoptions"))
    schools = fetch_arrow(connection, "select school_id from warehouse.schools order by school_id")
    adoptions = fetch_arrow(connection, "select * from result.adoptions order by school_id, adopted_from")
    return adopt_clauses(policies, schools["school_id"].to_pylist(), adoptions.to_pylist())


def read_select(name: str) -> str:
    """The select of 5_results that makes `name`."""
    return (RESULTS / f"{name}.sql").read_text(encoding="utf-8")


def tabulate_controls(controls: Mapping[str, Control]) -> Rows:
    """The rows of result.controls: how each control judges, in the words of its header."""
    rows = [
        {"control": control.name, "is_state": control.state, **control.model_dump(include=set(CONTROL_WORDS))}
        for control in controls.values()
    ]
    return Rows({**dict.fromkeys(("control", *CONTROL_WORDS), "varchar"), "is_state": "boolean"}, rows)


def run_control(connection: DuckDBPyConnection, control: Control, adopted: Iterable[AdoptedClause]) -> None:
    """Hold what the control selects for the clauses that name it; `clause` is this cursor's own."""
    offer_rows(connection, "clause", tabulate_for_control(control, adopted))
    try:
        hold_select(connection, control.name, control.sql)
    except duckdb.Error as error:
        where = f"4_controls/{control.name}.sql"
        raise ModelError("does not run", where=where, found=str(error).splitlines()[0]) from error


def gather_cases(connection: DuckDBPyConnection, used: Iterable[Control]) -> None:
    """Put what the controls hold into result.cases; dates and deadlines are worked out alike for all of them."""
    found = [(control, list_columns(connection, held(control.name))) for control in used]
    judged = [_select_found(control, columns, OUTCOME) for control, columns in found if "outcome" in columns]
    promised = [_select_found(control, columns, PROMISE) for control, columns in found if "outcome" not in columns]
    cases = " union all ".join(
        f"select {CASES} from ({read_select(name)}) as {name}" for name in ("outcomes", "deadlines")
    )
    ordered = f"""
        with outcome as ({" union all ".join([_select_nothing(OUTCOME), *judged])}),
            promise as ({" union all ".join([_select_nothing(PROMISE), *promised])})
        select * from ({cases}) as cases order by school_id, clause_id, judged_on, case_id
    """
    create_table(connection, "result", "cases", ordered)


def _select_found(control: Control, columns: Iterable[str], wanted: Mapping[str, str]) -> str:
    """A select of the wanted columns from what the control holds; those it does not have are blank."""
    for column in columns:
        if column not in wanted:
            where = f"4_controls/{control.name}.sql"
            raise ModelError(
                f"selects a column '{column}' that no case has.{nearest(column, wanted)}",
                where=where,
                accepted=", ".join(wanted),
            )
    # What holds for every case of a control stands in its header; a case that differs says so itself.
    given = {"unit": _quote(control.unit), "case_kind": _quote(control.case_kind)} | {name: name for name in columns}
    selected = ", ".join(f"cast({given.get(column, 'null')} as {kind}) as {column}" for column, kind in wanted.items())
    return f"select {selected}, {_quote(control.name)} as control from {held(control.name)}"


def _select_nothing(wanted: Mapping[str, str]) -> str:
    kinds = {**wanted, "control": "string"}
    blank = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in kinds.items())
    return f"select {blank} where false"


def _quote(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def roll_up(connection: DuckDBPyConnection) -> None:
    """Make result.clause_status, and functions that give the same for any range of days, and the cases behind it."""
    create_table(connection, "result", "coverage_runs", read_select("coverage_runs"))
    status = status_in("select * from warehouse.periods")
    ordered = f"select * from ({status}) as status order by school_id, clause_id, period_kind, period_start"
    create_table(connection, "result", "clause_status", ordered)
    define_function(connection, "result", "status_between", "first_day, last_day", status_in(CUSTOM_PERIOD))
    define_function(connection, "result", "cases_between", "first_day, last_day", cases_in(CUSTOM_PERIOD))


def cases_in(periods: str) -> str:
    """A select of the cases that count in each period of a select of periods."""
    return f"""
        with period as ({periods}), judged_case as (select * from result.cases)
        select * from ({read_select("counted_cases")}) as counted_cases
    """


def status_in(periods: str) -> str:
    """A select of the status of each clause in each period of a select of periods."""
    return f"""
        with period as ({periods}), judged_case as ({CASES_OF_A_DAY}),
            counted_case as (select * from ({read_select("counted_cases")}) as counted_cases)
        select * from ({read_select("clause_status")}) as clause_status
    """
