"""Owns the question "how do we know?" for one clause of one school: its rule, its status and every case behind it."""

from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection

from pipelines.controls import load_controls
from pipelines.errors import InputError, nearest
from pipelines.proof import describe_answer, sentence_of_proof

ANSWER = "answers.answer, answers.attested_on, answers.attested_by_role"


@dataclass(frozen=True)
class Explanation:
    """A clause of a school in one period. `cases` has the columns of `result.cases` and `proof`, a sentence each.

    `breach_rule` and `note` are the clause's own and may be blank. `answer` tells what the school answered where its
    answer settles the clause; `settled_by` what would settle one without data. Both are blank otherwise.
    """

    school_name: str
    clause_id: str
    requirement: str
    rule: str
    breach_rule: str
    note: str
    period_name: str
    status: pd.Series
    answer: str
    settled_by: str
    cases: pd.DataFrame


def explain(connection: DuckDBPyConnection, clause: str, school: str, period: str | None = None) -> Explanation:
    """The cases behind a figure. `school` is an id or a name; without `period`, the latest half-term.

    Raises InputError, with the nearest that exists, for a clause, school or period that the build does not know.
    """
    found_school = _find_school(connection, school)
    targets = _find_targets(connection, clause, found_school)
    status = _find_status(connection, found_school.school_id, targets.clause_id.iloc[0], period)
    found_clause = _last_in_force(targets, status.period_end)
    control = load_controls().get(found_clause.control)
    cases = _read_cases(connection, status)
    if control and len(cases):
        cases["proof"] = [sentence_of_proof(control, case) for case in cases.to_dict("records")]
    return Explanation(
        school_name=found_school.school_name,
        clause_id=found_clause.clause_id,
        requirement=found_clause.requirement,
        rule=found_clause.rule or "Not judged yet.",
        breach_rule=found_clause.breach_rule,
        note=found_clause.note,
        period_name=status.period_name,
        status=status,
        answer=_find_answer(connection, status) if found_clause.evidence == "attested" else "",
        settled_by=control.no_data if control and status.status == "no_data" else "",
        cases=cases,
    )


def _find_school(connection: DuckDBPyConnection, school: str) -> pd.Series:
    """The school of that id or name, or the only one with that in its name."""
    schools = connection.sql("select school_id, school_name, policy from warehouse.schools order by school_name").df()
    names, wanted = schools.school_name.str.casefold(), school.strip().casefold()
    named = schools[(schools.school_id.str.casefold() == wanted) | (names == wanted)]
    if named.empty and wanted:
        named = schools[names.str.contains(wanted, regex=False)]
    if len(named) == 1:
        return named.iloc[0]
    fault = f"No school '{school}' is on the register.{nearest(school, [*schools.school_id, *schools.school_name])}"
    if len(named):
        fault = f"Several schools of the register are named like '{school}'."
    listed = named if len(named) else schools
    raise InputError(fault, accepted=", ".join(f"{row.school_id} ({row.school_name})" for row in listed.itertuples()))


def _find_targets(connection: DuckDBPyConnection, clause: str, school: pd.Series) -> pd.DataFrame:
    """The clause once per target that it has had, oldest first."""
    query = """
        select * replace (coalesce(breach_rule, '') as breach_rule, coalesce(note, '') as note)
        from result.clauses
        where school_id = ?
        order by in_force_from
    """
    adopted = connection.execute(query, [school.school_id]).df()
    named = adopted[adopted.clause_id.str.casefold() == clause.casefold()]
    if named.empty:
        guess = nearest(clause, adopted.clause_id)
        do = "the Policy clauses page lists every clause of the policy that the school adopted"
        if school.policy and school.policy not in set(adopted.policy):
            do = f"the register gives it the policy '{school.policy}', which no file holds: python -m pipelines load"
        raise InputError(f"{school.school_name} has adopted no clause '{clause}'.{guess}", do=do)
    return named


def _last_in_force(targets: pd.DataFrame, day: object) -> pd.Series:
    """The target that stood on a day; the first one for a day before all of them."""
    return targets.iloc[max((targets.in_force_from <= day).sum(), 1) - 1]


def _find_status(connection: DuckDBPyConnection, school_id: str, clause_id: str, period: str | None) -> pd.Series:
    """The clause's row for the period named, or for the latest half-term."""
    query = "select * from result.clause_status where school_id = ? and clause_id = ? order by period_start"
    rows = connection.execute(query, [school_id, clause_id]).df()
    if rows.empty:
        raise InputError(f"{clause_id} was not in force on any day so far, so nothing of it was judged")
    wanted = rows[rows.period_kind == "half_term"].tail(1) if period is None else rows[rows.period_name == period]
    if wanted.empty:
        guess = nearest(period, rows.period_name) if period else ""
        raise InputError(f"There is no period '{period}'.{guess}", accepted=", ".join(rows.period_name.unique()))
    return wanted.iloc[0]


def _read_cases(connection: DuckDBPyConnection, status: pd.Series) -> pd.DataFrame:
    """The cases that count in the period, of states only those last judged in it: as many as the status says."""
    first, last = (pd.Timestamp(day).date().isoformat() for day in (status.period_start, status.period_end))
    query = f"""
        select cases.* exclude (period_kind, period_name, period_start, period_end, is_state), {ANSWER}
        from result.cases_between(date '{first}', date '{last}') as cases
        left join mart.latest_answers as answers
            on cases.case_kind = 'attestation'
            and answers.school_id = cases.school_id
            and answers.clause_id = cases.clause_id
            and answers.judged_on = cases.judged_on
        where cases.school_id = ? and cases.clause_id = ?
        order by cases.judged_on, cases.case_id
    """
    return connection.execute(query, [status.school_id, status.clause_id]).df()


def _find_answer(connection: DuckDBPyConnection, status: pd.Series) -> str:
    """The answer last given by the end of the period, in words; cases of another kind speak for themselves."""
    query = f"""
        select {ANSWER}, answers.evidence as evidence_kept
        from mart.latest_answers as answers
        inner join result.controls as controls on controls.control = ?
        cross join warehouse.as_at as as_at
        where answers.school_id = ? and answers.clause_id = ? and answers.judged_on = least(?, as_at.as_at_on)
            and (controls.case_kind = 'attestation' or ? = 0)
    """
    period_end = pd.Timestamp(status.period_end).date()
    bound = [status.control, status.school_id, status.clause_id, period_end, int(status.cases)]
    found = connection.execute(query, bound).df().to_dict("records")
    return describe_answer(found[0], is_kept=status.status != "not_met") if found else ""
