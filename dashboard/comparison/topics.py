"""Owns the measures on which schools are compared, in words; knows no number and no query."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One measure.

    `label` heads it, `things` are what is counted ("checks"), `kept` is said of those that count, `missed` of the rest.
    `controls` judge it; without any it is the same for every school, whatever its policy. `dataset` is the column of
    compare_schools__schools.sql that says how far its returns reach; without one, a school reports by having been
    judged. `page` opens what lies behind a school's figure. An `is_rate` counts its things per 100 pupils.
    """

    name: str
    label: str
    things: str
    kept: str
    missed: str
    term: str
    denominator: str
    source: str
    page: str
    controls: tuple[str, ...] = ()
    dataset: str = ""
    is_cadence: bool = False
    is_rate: bool = False


REGISTERS = "the register of people and the school's records"
TOPICS = (
    Topic(
        name="replies",
        label="Enquiries answered within target",
        things="enquiries",
        kept="Within target",
        missed="Late or overdue",
        term="within_target",
        denominator="the enquiries received in the period that were due, each by its school's own promise",
        source="the accounts' activity",
        page="response_times",
        controls=("response_within",),
        dataset="activity",
    ),
    Topic(
        name="answered",
        label="Enquiries answered by now",
        things="enquiries",
        kept="Answered",
        missed="Open",
        term="answered_by_now",
        denominator="the enquiries received in the period, whatever the policy promises",
        source="the accounts' activity",
        page="response_times",
        dataset="activity",
    ),
    Topic(
        name="checks",
        label="Checks made",
        things="checks",
        kept="Made",
        missed="Missed",
        term="coverage",
        denominator="the checks of accounts that were due, each at its school's own cadence",
        source="the monitoring log, the register of accounts and the calendar",
        page="monitoring_coverage",
        controls=("monitoring_cadence",),
        dataset="monitoring",
        is_cadence=True,
    ),
    Topic(
        name="training",
        label="Training complete",
        things="people",
        kept="Complete",
        missed="Not complete",
        term="training_complete",
        denominator="the people in post whom the school's policy wants trained, once each",
        source=f"the training records and {REGISTERS}",
        page="training_and_acknowledgement",
        controls=("training_completion", "training_currency"),
    ),
    Topic(
        name="acknowledgement",
        label="Policy acknowledged",
        things="people",
        kept="Acknowledged",
        missed="Not acknowledged",
        term="acknowledgement",
        denominator="the people in post whom the school's policy wants to acknowledge it, once each",
        source=f"the acknowledgements and {REGISTERS}",
        page="training_and_acknowledgement",
        controls=("acknowledgement_completion",),
    ),
    Topic(
        name="assessment",
        label="Incidents assessed in time",
        things="incidents",
        kept="In time",
        missed="Late or overdue",
        term="assessment_time",
        denominator="the incidents reported in the period whose first assessment was due",
        source="the incident record",
        page="incidents",
        controls=("initial_assessment_within",),
        dataset="incidents",
    ),
    Topic(
        name="incidents",
        label="Incidents per 100 pupils",
        things="incidents",
        kept="Incidents",
        missed="",
        term="incident",
        denominator="the pupils of the schools whose returns cover the period",
        source="the incident record, its returns and the register of schools",
        page="incidents",
        dataset="incidents",
        is_rate=True,
    ),
)
BY_NAME: Mapping[str, Topic] = {topic.name: topic for topic in TOPICS}


def asked_controls(topics: tuple[Topic, ...] = TOPICS) -> dict[str, list[str]]:
    """The pairs of topic and control that the queries judged and weeks take."""
    pairs = [(topic.name, control) for topic in topics for control in topic.controls]
    return {"topics": [name for name, _ in pairs], "controls": [control for _, control in pairs]}
