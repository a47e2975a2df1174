"""Owns the cards that the rules raise for the schools and period in view; knows no page and nothing of what was asked.

Cards stand by severity, then by the rule's name and the school's: schools are never ranked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from dashboard import wording
from dashboard.access import who
from dashboard.account_names import name_accounts
from dashboard.meetings.entries import CardKey
from dashboard.promises import find_clauses
from dashboard.questions.rules import OF_ALL, OF_SUBJECT, RULES, SEVERITIES, Question, check_fields, known_rules
from dashboard.questions.signals import MEASURES, find_change
from dashboard.questions.templates import fill_in
from dashboard.scope import Scope
from dashboard.warehouse import Selection, ask, current_build, look_up, query
from pipelines.errors import PolicyError

Row = Mapping[str, Any]
SUBJECTS = ("account_id", "clause_id", "subject")
ASKED = ("outcome", "still_open", "per")


@dataclass(frozen=True)
class Card:
    """One question to ask of one school. `clauses` are the ids of those behind it; none where no policy asks for it.
    `account_handle` is that of the account it is about, if it is about one.
    """

    rule: Question
    key: CardKey
    school_name: str
    account_handle: str
    question: str
    figure: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class _Names:
    """What rows are named by: schools and accounts by id, and the clauses in force as queries/clauses.sql."""

    schools: Mapping[str, str]
    accounts: Mapping[str, str]
    handles: Mapping[str, str]
    clauses: pd.DataFrame


def find_cards(scope: Scope, rules: Mapping[str, Question] | None = None) -> list[Card]:
    """The cards that the rules (else the project's) raise. Raises PolicyError for a select that does not run."""
    rules = known_rules() if rules is None else rules
    return _raise_cards(str(current_build()), who().schools, scope.selection, tuple(rules), scope, rules)


def find_school_names() -> dict[str, str]:
    """The name of every school that the viewer may see, by id."""
    schools = look_up("frame__schools")
    return dict(zip(schools.school_id, schools.school_name, strict=True))


@st.cache_data(show_spinner=False, max_entries=200)
def _raise_cards(
    build: str,
    allowed: tuple[str, ...] | None,
    selection: Selection,
    rule_ids: tuple[str, ...],
    _scope: Scope,
    _rules: Mapping[str, Question],
) -> list[Card]:
    """What the build, the viewer, the scope and the rules say; the first four are the key, and say all that differs."""
    names = _find_names(_scope)
    found = [
        *_find_cases([rule for rule in _rules.values() if rule.when], _scope),
        *(pair for rule in _rules.values() if rule.signal for pair in _find_signals(rule, _scope)),
        *(pair for rule in _rules.values() if rule.select for pair in _find_selected(rule, _scope)),
    ]
    cards = [_make_card(_rules[rule], row, names, _scope) for rule, row in found]
    raised = {card.key for card in cards}
    kept = [card for card in cards if not any(_says_it_already(card, other, raised) for other in card.rule.unless)]
    return sorted(kept, key=_order)


def _find_cases(rules: Sequence[Question], scope: Scope) -> Iterator[tuple[str, Row]]:
    """What the rules that count cases find, all in one query: (rule, a row a card)."""
    counted = {rule.id: rule.when for rule in rules if rule.when}
    asked = [
        {"rule": rule.id, "controls": rule.controls, **counted[rule.id].model_dump(include={*ASKED})} for rule in rules
    ]
    for row in query("questions__cases", scope, rules=asked).to_dict("records") if asked else ():
        when = counted[row["rule"]]
        if row["cases"] >= when.at_least and 100 * row["cases"] >= when.share_at_least * row["judged"]:
            named = {f"{when.per}_id": row["subject"]} if when.per != "school" else {}
            yield row["rule"], {**row, **named, "share": wording.share(row["cases"], row["judged"])}


def _find_signals(rule: Question, scope: Scope) -> Iterator[tuple[str, Row]]:
    assert rule.signal
    for school in scope.schools:
        one = replace(scope, schools=(school,))
        if found := find_change(MEASURES[rule.signal.measure], one, rule.signal.change):
            yield rule.id, {"school_id": school, **found}


def _find_selected(rule: Question, scope: Scope) -> Iterator[tuple[str, Row]]:
    where = f"{RULES.name}, rule {rule.id}, select"
    try:
        # Whatever a select joins, no row of a school out of view leaves it.
        rows = ask(f"select * from (\n{rule.select}\n) as found semi join scope using (school_id)", scope)
        named = [name for subject, names in OF_SUBJECT.items() if f"{subject}_id" in rows for name in names]
        check_fields(rule, [*OF_ALL, *named, *rows.columns])
    except (duckdb.Error, ValueError) as fault:
        do = "mend the rule's select or template; it runs on DuckDB"
        raise PolicyError("The question cannot be raised", where=where, found=str(fault), do=do) from None
    yield from ((rule.id, row) for row in rows.to_dict("records"))


def _find_names(scope: Scope) -> _Names:
    accounts = query("questions__accounts", scope)
    return _Names(
        schools=find_school_names(),
        accounts=dict(zip(accounts.account_id, name_accounts(accounts), strict=True)),
        handles=dict(zip(accounts.account_id, accounts.handle.fillna(accounts.account_id), strict=True)),
        clauses=find_clauses(scope),
    )


def _make_card(rule: Question, row: Row, names: _Names, scope: Scope) -> Card:
    school, account = str(row["school_id"]), str(row.get("account_id", ""))
    clause, clauses = str(row.get("clause_id", "")), names.clauses
    promise = clauses.loc[clauses.clause_id == clause, "requirement"]
    figures = {
        **row,
        "school": names.schools[school],
        "period": scope.period_name,
        "account": names.accounts.get(account, account),
        "clause": clause,
        "promise": promise.iloc[0] if len(promise) else "",
    }
    if "dataset" in row:
        figures["dataset"] = wording.dataset(str(row["dataset"])).lower()
    return Card(
        rule=rule,
        key=CardKey(rule.id, school, next((str(row[name]) for name in SUBJECTS if row.get(name)), "")),
        school_name=names.schools[school],
        account_handle=names.handles.get(account, account),
        question=fill_in(rule.question, figures),
        figure=fill_in(rule.figure, figures),
        clauses=_clauses_behind(rule, row, clauses),
    )


def _clauses_behind(rule: Question, row: Row, clauses: pd.DataFrame) -> tuple[str, ...]:
    if named := str(row.get("clauses") or row.get("clause_id") or ""):
        return tuple(sorted(named.split(", ")))
    behind = clauses[(clauses.school_id == row["school_id"]) & clauses.control.isin(rule.controls)]
    return tuple(sorted(behind.clause_id.unique()))


def _says_it_already(card: Card, other: str, raised: set[CardKey]) -> bool:
    """Whether another rule has raised a card on the same thing, or on the whole school."""
    return bool({CardKey(other, card.key.school_id, subject) for subject in (card.key.subject, "")} & raised)


def _order(card: Card) -> tuple[Any, ...]:
    return SEVERITIES.index(card.rule.severity), card.rule.name, card.school_name, card.key
