"""Owns what of the released tables a scope looks at: its place, its period, and the rows around them; no layout.

Everything here is made of what was released: a sum is given where each of its parts is shown, else it is hidden too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import wording
from dashboard.disclosure import HIDDEN, Disclosed
from dashboard.publishing.reach import PERIOD, SCHOOL, Reach
from dashboard.publishing.release import find_reach, release, rules_of
from dashboard.scope import Scope
from dashboard.warehouse import current_build

Number = int | str | None  # a count, HIDDEN, or nothing where there is no data


@dataclass(frozen=True)
class Look:
    """The released tables of one subject, for one scope."""

    scope: Scope
    reach: Reach
    tables: Mapping[str, Disclosed]

    @property
    def place(self) -> str | None:
        """The school, or the schools counted together, in view; None where nothing is published of just these."""
        return self.reach.place_of(self.scope.schools)

    @property
    def year(self) -> str:
        """The school year of the period in view, by which kinds are published."""
        parts = set(self.reach.parts_of(self.scope.period_name))
        held = (year for year, half_terms in self.reach.years.items() if parts & {year, *half_terms})
        return next(held, self.scope.period_name)

    @property
    def last_half_term(self) -> str:
        """The half-term at whose end states are given: the last that has begun of the period in view."""
        period = self.scope.period_name
        parts = self.reach.terms.get(period) or self.reach.years.get(period) or (period,)
        return [half_term for half_term in self.reach.half_terms if half_term in parts][-1]

    def number(self, table: str, column: str, **place: str) -> Number:
        """A count at the place and period in view (or at another, by name), summed over the half-terms of a term."""
        asked = {SCHOOL: str(self.place), PERIOD: self.scope.period_name} | place
        parts = [self._one(table, column, asked | {PERIOD: part}) for part in self.reach.parts_of(asked[PERIOD])]
        known = [part for part in parts if part is not None]
        if any(part == HIDDEN for part in known):
            return HIDDEN
        return sum(int(part) for part in known) if known else None

    def word(self, table: str, column: str) -> str:
        """A figure in words at the place and period in view; nothing where it is hidden or there is none."""
        found = self._rows(table, {SCHOOL: [str(self.place)], PERIOD: [self.scope.period_name]})
        value = self.tables[table].values[column].iloc[found[0]] if found else None
        return str(value) if value is not None and pd.notna(value) else ""

    def by_half_term(self, table: str, columns: Mapping[str, str], **place: str) -> Disclosed:
        """The place in view in every half-term, in their order; `columns` by the names to show them under."""
        found = self._rows(table, {SCHOOL: [str(self.place)]} | {name: [value] for name, value in place.items()})
        at = {self.tables[table].values[PERIOD].iloc[row]: row for row in found}
        rows = [at[half_term] for half_term in self.reach.half_terms if half_term in at]
        return self.tables[table].only(rows, {PERIOD: "Half-term"} | columns)

    def by_school(self, table: str, columns: Mapping[str, str], **place: str) -> Disclosed:
        """Every school in view that is published by itself, A to Z, at the period in view."""
        names = {school: name for school, name in self.reach.names.items() if school in self.scope.schools}
        period = place.pop(PERIOD, self.scope.period_name)
        numbers = {
            name: [self.number(table, column, **{SCHOOL: school, PERIOD: period}, **place) for column in columns]
            for school, name in names.items()
        }
        rows = pd.DataFrame.from_dict(numbers, orient="index", columns=list(columns.values()), dtype=object)
        rows = rows.dropna(how="all").rename_axis("School").sort_index(key=lambda names: names.str.casefold())
        return _as_disclosed(rows.reset_index())

    def by_kind(self, table: str, kind: str, head: str, columns: Mapping[str, str], period: str = "") -> Disclosed:
        """The place in view by a kind, as it was released for the school year in view, or for a period."""
        found = self._rows(table, {SCHOOL: [str(self.place)], PERIOD: [period or self.year]})
        return self.tables[table].only(found, {kind: head} | columns)

    def _one(self, table: str, column: str, place: Mapping[str, str]) -> Number:
        found = self._rows(table, {name: [value] for name, value in place.items()})
        if not found:
            return None
        if bool(self.tables[table].hidden[column].iloc[found[0]]):
            return HIDDEN
        return int(self.tables[table].values[column].iloc[found[0]])

    def _rows(self, table: str, place: Mapping[str, Sequence[str]]) -> list[int]:
        values = self.tables[table].values if table in self.tables else pd.DataFrame(columns=list(place))
        chosen = pd.Series(True, index=values.index)
        for name, wanted in place.items():
            chosen &= values[name].isin(wanted)
        return [row for row, is_chosen in enumerate(chosen) if is_chosen]


def look_at(scope: Scope, subject: str) -> Look:
    """What was released of a subject (one of `release.SUBJECTS`) to the audience in view."""
    build = str(current_build())
    return Look(scope, find_reach(build), release(build, subject, scope.audience, rules_of(scope.audience)))


def _as_disclosed(rows: pd.DataFrame) -> Disclosed:
    hidden = rows.eq(HIDDEN)
    values = rows.mask(hidden)
    numbers = values.columns[1:]
    return Disclosed(values.astype(dict.fromkeys(numbers, "Int64")), hidden)


def add(*numbers: Number) -> Number:
    """The sum of numbers that are shown; hidden where one is, nothing where none is known."""
    known = [number for number in numbers if number is not None]
    if HIDDEN in known:
        return HIDDEN
    return sum(int(number) for number in known) if known else None


def say(number: Number) -> str:
    """A number as a figure says it: "1,204", "c", or that there is no data."""
    return "No data" if number is None else number if isinstance(number, str) else f"{number:,}"


def say_out_of(part: Number, whole: Number) -> str:
    """A share as a figure says it: "46 of 48", "c of 48", "c", or that there is no data."""
    if part is None or whole is None:
        return "No data"
    return HIDDEN if whole == HIDDEN else f"{say(part)} of {say(whole)}"


def say_share(part: Number, whole: Number) -> str:
    """A share in per cent where both its numbers are shown; else empty."""
    return wording.share(part, whole) if isinstance(part, int) and isinstance(whole, int) and whole else ""
