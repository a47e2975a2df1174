"""Owns what may be looked at and as whom, and making any address whole; pure: knows neither pickers nor queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from dashboard import wording
from dashboard.audiences import Audience
from dashboard.scope import Scope

SINCE = "Since a date"
SPANS = {"Half-term": "half_term", "Term": "term", "Year": "year", SINCE: "since"}


class Address(NamedTuple):
    """What an address asks for, in the pickers' words; None is nothing, `since` is an ISO day."""

    school: str | None = None
    span: str | None = None
    period: str | None = None
    since: str | None = None
    audience: str | None = None

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Address":
        """The address in query parameters; a blank one asks for nothing."""
        return cls(*(parameters.get(name) or None for name in cls._fields))


@dataclass(frozen=True, eq=False)
class Choices:
    """Everything that may be looked at; kept for as long as the build is, so its options are worked out once.

    `schools`: school_id, school_name, trust_name, as_at_on, as_at_at; one row or more, A to Z.
    `periods`: school_id, period_kind, period_name, period_start, period_end, is_finished; only periods that have begun.
    `audiences`: those that the viewer may look as, the one they begin with first.
    """

    schools: pd.DataFrame
    periods: pd.DataFrame
    audiences: tuple[Audience, ...]
    _periods: dict[tuple[tuple[str, ...], str], pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    def audience_options(self) -> dict[str, Audience]:
        """What the picker of audiences offers: words -> rules."""
        return {wording.label(audience.name): audience for audience in self.audiences}

    def span_options(self, audience: str) -> dict[str, str]:
        """What spans an audience may look at: words -> kind.

        Limited audiences look at periods by name alone: two spans of any days could be subtracted down to one day.
        """
        limited = self.audience_options()[audience].is_limited
        return {words: kind for words, kind in SPANS.items() if not (limited and words == SINCE)}

    @cached_property
    def school_options(self) -> Mapping[str, tuple[str, ...]]:
        """What the school picker offers, in its order: words -> school ids. Wholes first, then A to Z."""
        names, ids = self.schools.school_name, tuple(self.schools.school_id)
        trusts = self.schools.dropna(subset="trust_name").groupby("trust_name").school_id.agg(tuple)
        wholes = {f"All schools of {trust}": members for trust, members in trusts.items() if len(members) > 1}
        if len(ids) > 1 and ids not in wholes.values():
            wholes = {"All schools": ids, **wholes}
        words = names.where(~names.duplicated(keep=False), names + " (" + self.schools.school_id + ")")
        return wholes | {name: (school,) for name, school in zip(words, ids, strict=True)}

    def period_options(self, schools: tuple[str, ...], kind: str) -> pd.DataFrame:
        """Periods of a kind that these schools have had, newest first: name -> starts_on, ends_on, is_finished."""
        if (schools, kind) not in self._periods:
            self._periods[schools, kind] = self._find_periods(schools, kind)
        return self._periods[schools, kind]

    def _find_periods(self, schools: tuple[str, ...], kind: str) -> pd.DataFrame:
        held = self.periods[self.periods.school_id.isin(schools) & (self.periods.period_kind == kind)]
        spans = held.groupby("period_name").agg(
            starts_on=("period_start", "min"), ends_on=("period_end", "max"), is_finished=("is_finished", "all")
        )
        return spans.sort_values("starts_on", ascending=False)

    def complete(self, asked: Address) -> tuple[Address, list[str]]:
        """The address that the pickers can show nearest to the one asked for, and what of it is not known, in words."""
        faults: list[str] = []
        options = self.school_options
        named = next((words for words, ids in options.items() if ids == (asked.school,)), asked.school)
        school = _find(named, options, "school", faults) or next(iter(options))
        audience = self._audience(asked.audience, faults)
        spans = self.span_options(audience)
        span = _find(asked.span, spans, "span of time", faults) or next(iter(spans))
        if span == SINCE:
            since = self._since(asked.since, options[school], faults)
            return Address(school, span, since=since, audience=audience), faults
        period = self._period(asked.period, options[school], SPANS[span], faults)
        return Address(school, span, period, audience=audience), faults

    def _audience(self, asked: str | None, faults: list[str]) -> str:
        """The audience asked for, by its words or its name in the file; else the one that the viewer begins with."""
        options = self.audience_options()
        named = next((words for words, audience in options.items() if audience.name == asked), asked)
        return _find(named, options, "audience", faults) or next(iter(options))

    def _period(self, asked: str | None, schools: tuple[str, ...], kind: str, faults: list[str]) -> str:
        """The period asked for; else the one that holds or lies in it; else the latest finished; else the newest."""
        options = self.period_options(schools, kind)
        name = _find(asked, self.periods.period_name.unique(), "period", faults)
        if name in options.index:
            return str(name)
        elsewhere = self.periods[self.periods.period_name == name]
        starts, ends = elsewhere.period_start.min(), elsewhere.period_end.max()
        touching = options[(options.starts_on <= ends) & (options.ends_on >= starts)] if name else options
        candidates = touching if len(touching) else options
        finished = candidates[candidates.is_finished]
        return str((finished if len(finished) else candidates).index[0])

    def _since(self, asked: str | None, schools: tuple[str, ...], faults: list[str]) -> str:
        """The day asked for if it is one and not in the future; else the first day of the newest school year."""
        try:
            if asked and date.fromisoformat(asked) <= self.as_at_on:
                return asked
        except ValueError:
            pass
        if asked:
            faults.append(f"'{asked}' is no day up to {wording.day(self.as_at_on)}; write it as 2026-09-01")
        return self.period_options(schools, "year").starts_on.iloc[0].date().isoformat()

    @property
    def as_at_on(self) -> date:
        """The day the build was judged as of."""
        return self.schools.as_at_on.iloc[0].date()

    def scope(self, address: Address) -> Scope:
        """The scope that a complete address names."""
        assert address.school and address.span and address.audience
        schools, kind = self.school_options[address.school], SPANS[address.span]
        as_at = self.as_at_on, self.schools.as_at_at.iloc[0].to_pydatetime()
        audience = self.audience_options()[address.audience]
        if kind == "since":
            since = date.fromisoformat(str(address.since))
            name = f"Since {wording.day(since)}"
            return Scope(schools, address.school, kind, name, since, self.as_at_on, False, *as_at, audience=audience)
        periods = self.period_options(schools, kind)
        scopes = [
            Scope(
                schools,
                address.school,
                kind,
                name,
                starts.date(),
                ends.date(),
                bool(finished),
                *as_at,
                audience=audience,
            )
            for name, starts, ends, finished in periods.itertuples()
        ]
        place = list(periods.index).index(address.period)
        return replace(scopes[place], before=scopes[place + 1] if place + 1 < len(scopes) else None)


def _find(asked: str | None, known: Iterable[str], thing: str, faults: list[str]) -> str | None:
    """The known words equal to those asked for but for case; a fault is noted where there are none."""
    found = next((words for words in known if asked and words.casefold() == asked.casefold()), None)
    if asked and found is None:
        faults.append(f"there is no {thing} '{asked}'")
    return found
