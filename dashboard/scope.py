"""Owns what is looked at, as one value that pages pass to their queries; knows neither pickers nor figures."""

from dataclasses import dataclass, field
from datetime import date, datetime

import streamlit as st

from dashboard import wording
from dashboard.audiences import Audience
from dashboard.warehouse import Selection
from pipelines.settings import now, today

KEPT = "scope in view"


@dataclass(frozen=True)
class Scope:
    """What is looked at: school ids, and a period by name or everything since `starts_on`.

    `period_kind` is half_term, term, year or since. Over several schools `starts_on` and `ends_on` are the outermost
    days of their own periods of that name. `before` is the period before of the same kind, if there is one. `audience`
    says for whom it is shown.
    """

    schools: tuple[str, ...]
    school_words: str
    period_kind: str
    period_name: str
    starts_on: date
    ends_on: date
    is_finished: bool
    as_at_on: date
    as_at_at: datetime
    before: "Scope | None" = None
    audience: Audience = field(kw_only=True)

    @property
    def is_one_school(self) -> bool:
        return len(self.schools) == 1

    @property
    def selection(self) -> Selection:
        """What the query layer needs of this scope, and its cache key."""
        since = self.starts_on if self.period_kind == "since" else None
        return Selection(self.schools, self.period_kind, self.period_name, since)

    @property
    def period_words(self) -> str:
        """The period as a heading says it: its name, its days and whether it is still running."""
        if self.period_kind == "since":
            return f"{self.period_name}, up to {wording.day(self.ends_on)}"
        days = wording.days(self.starts_on, self.ends_on)
        return f"{self.period_name}, {days}" + ("" if self.is_finished else ", not finished")


def current() -> Scope:
    """The scope of the page being drawn; the frame sets it before it runs a page."""
    return st.session_state[KEPT]


def keep(scope: Scope) -> None:
    """Make a scope the current one."""
    st.session_state[KEPT] = scope


def nothing_loaded(audience: Audience) -> Scope:
    """What is looked at before the first load: no school, today."""
    day, moment = today(), now().replace(tzinfo=None)
    return Scope((), "No school yet", "half_term", "nothing loaded", day, day, True, day, moment, audience=audience)
