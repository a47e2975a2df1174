"""Owns what every invention starts from: schools with their calendars, the day, the seed; invents nothing itself."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from pipelines.demo.terms import EXPORTED_AT, Calendar
from pipelines.demo.trust import Group, School, Story, read_groups, read_schools, throw_dice


@dataclass(frozen=True)
class Scene:
    """The demonstration as at one day."""

    as_at: date
    seed: int
    schools: dict[str, School]
    groups: dict[str, Group]
    calendars: dict[str, Calendar]

    @property
    def exported_at(self) -> pd.Timestamp:
        """The morning on which all exports were made (local time): nothing later is known to them."""
        return pd.Timestamp(datetime.combine(self.as_at, EXPORTED_AT))

    @property
    def first_day(self) -> pd.Timestamp:
        """The first 1 September of the demonstration."""
        return pd.Timestamp(next(iter(self.calendars.values())).first_day)

    def dice(self, *topic: str) -> np.random.Generator:
        """Chance of its own for a topic."""
        return throw_dice(self.seed, *topic)

    def group_of(self, school_id: str) -> Group:
        """The group that a school hands in its files with."""
        return self.groups[self.schools[school_id].folder]

    def when(self, story: Story, school_id: str) -> tuple[pd.Timestamp, pd.Timestamp]:
        """From when until when (exclusive) a story with `term`, `half_terms` or `half_term` goes on at a school."""
        calendar = self.calendars[school_id]
        if "term" in story:
            return calendar.span_of_term(story["term"])
        return calendar.span(*story.get("half_terms", [story.get("half_term", 0)]))


def set_scene(as_at: date, seed: int) -> Scene:
    """The schools of `trust.toml` on the day `as_at`."""
    groups = read_groups()
    schools = {school.school_id: school for school in read_schools()}
    calendars = {key: Calendar(school, groups[school.folder].nation, as_at) for key, school in schools.items()}
    return Scene(as_at, seed, schools, groups, calendars)
