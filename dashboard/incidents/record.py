"""Owns the incidents in view, how far the school's returns reach, and how incidents are listed; knows no figure.

Nobody is named: an incident is its id, its dates and its categories.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard import wording
from dashboard.scope import Scope
from dashboard.warehouse import query

SOURCE = "the incident record and the returns that say which days it covers"
UNCLASSIFIED = "Unclassified"
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True)
class Record:
    """What is known of incidents for a scope.

    `incidents` were reported in the period, `carried` before it and are open still; both as
    queries/incidents__incidents.sql. `schools` has a row a school in view, as queries/incidents__schools.sql.
    """

    scope: Scope
    incidents: pd.DataFrame
    carried: pd.DataFrame
    schools: pd.DataFrame

    @property
    def still_open(self) -> pd.DataFrame:
        """Every incident that is open now and was reported by the end of the period, oldest first."""
        inside = self.incidents[~self.incidents["is_closed"]]
        return pd.concat([inside, self.carried]).sort_values(["reported_at", "incident_id"])

    @property
    def reporting(self) -> pd.DataFrame:
        """The schools of which something is known: a return that reaches into the period, or an incident."""
        return self.schools[self.schools["returned_to"].notna() | (self.schools["incident_count"] > 0)]

    @property
    def is_complete(self) -> bool:
        """Whether returns cover every school and day in view, so that no incident is a true zero."""
        return bool(self.schools["is_returned"].all())


def find_record(scope: Scope) -> Record:
    """The record of this scope."""
    found, schools = query("incidents__incidents", scope), query("incidents__schools", scope)
    is_inside = found["is_in_period"].astype(bool)
    return Record(scope, found[is_inside], found[~is_inside], schools)


def list_incidents(incidents: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Incidents in words.

    Columns: School (where several), Incident, Reported, Categories, Severity, By, Affected, Assessed, Closed.
    """
    listed = pd.DataFrame(
        {
            "School": incidents["school_name"],
            "Incident": incidents["incident_id"],
            "Reported": incidents["reported_at"],
            "Categories": [name_all(row) for row in incidents["categories"]],
            "Severity": name_codes(incidents["severity"]),
            "By": name_codes(incidents["source"]),
            "Affected": name_affected(incidents["affected"]),
            "Assessed": incidents["assessed_at"],
            "Closed": incidents["closed_at"],
        }
    )
    return listed.drop(columns="School") if scope.is_one_school else listed


def list_with(incidents: pd.DataFrame, scope: Scope, more: dict[str, pd.Series | list[str]]) -> pd.DataFrame:
    """The list with further columns at its end, in words."""
    return list_incidents(incidents, scope).assign(**more)


def name_all(categories: list[str]) -> str:
    """The categories of one incident in a cell; none is unclassified."""
    return ", ".join(categories) if len(categories) else UNCLASSIFIED


def name_codes(codes: pd.Series) -> pd.Series:
    """Codes as words; what is blank is said to be not recorded."""
    return codes.map(lambda code: NOT_RECORDED if pd.isna(code) else wording.label(code)).astype(object)


def name_affected(codes: pd.Series) -> pd.Series:
    """Who was affected, in words; `none` is nobody."""
    return name_codes(codes).replace("None", "Nobody")


def say_reach(record: Record) -> list[str]:
    """A sentence for each kind of school whose returns do not reach over the whole period; none where all do."""
    schools = record.schools[~record.schools["is_returned"]]
    is_known = schools["school_id"].isin(record.reporting["school_id"])
    said = []
    silent = schools.loc[~is_known, "school_name"].tolist()
    if silent:
        said.append(f"No data: {wording.listed(silent)} handed in no incident record or nil return for this period.")
    for school in schools[is_known].to_dict("records"):
        span = (
            f"reach from {wording.day(school['returned_from'])} to {wording.day(school['returned_to'])} only"
            if pd.notna(school["returned_to"])
            else "do not reach into this period"
        )
        said.append(f"The returns of {school['school_name']} {span}: other days may hold incidents that are not known.")
    return said
