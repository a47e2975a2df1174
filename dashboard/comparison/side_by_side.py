"""Owns schools side by side on one measure: their rows, whether they may be compared, the funnel; writes no sentence.

Rows have one school each, A to Z: school_id, school, count (kept, or incidents), out_of (judged, or pupils; NaN where
nothing was reported), pending, promise (words, None where none is adopted), clauses, completeness (0 to 1).
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.compare.comparable import Pooled, comparable, pooled_figure
from dashboard.compare.funnel import Funnel, rate_funnel, share_funnel
from dashboard.compare.refusal import Refusal
from dashboard.comparison.topics import TOPICS, Topic, asked_controls
from dashboard.scope import Scope
from dashboard.warehouse import query

PER_PUPILS = 100
NO_PUPILS = Refusal("The register does not say how many pupils these schools have, so there is no rate to compare.")


@dataclass(frozen=True)
class Comparison:
    """One measure of all schools in view.

    `rows` are all of them. `refusal` says why not all may be compared, None where they may. `groups` are the schools
    that share a promise, by its words, two or more each, the largest first. `chosen` names the group in the funnel,
    which is a Refusal where it may not be drawn. `compared` are the rows in it.
    """

    topic: Topic
    rows: pd.DataFrame
    refusal: Refusal | None
    groups: dict[str, pd.DataFrame]
    chosen: str
    funnel: Funnel | Refusal

    @property
    def pooled(self) -> Pooled:
        """The figure of every school in view that reported, each by its own promise."""
        return pooled_figure(self.rows)

    @property
    def compared(self) -> pd.DataFrame:
        """The schools in the funnel; none where it is refused."""
        if isinstance(self.funnel, Refusal):
            return self.rows.head(0)
        return self.rows[self.rows["school_id"].isin(self.funnel.points["school_id"])]

    @property
    def apart(self) -> list[str]:
        """The schools beyond the 99.8 % lines, in the order of the rows."""
        if isinstance(self.funnel, Refusal):
            return []
        return self.funnel.points.loc[self.funnel.points["place"].abs() == 2, "school"].tolist()


def find_schools(scope: Scope) -> pd.DataFrame:
    """The schools in view, A to Z, as compare_schools__schools.sql; `school` tells two of one name apart by id."""
    schools = query("compare_schools__schools", scope)
    names = schools["school_name"]
    ids = " (" + schools["school_id"] + ")"
    return schools.assign(school=names.where(~names.duplicated(keep=False), names + ids))


def find_rows(scope: Scope) -> dict[str, pd.DataFrame]:
    """The rows of every topic by its name."""
    schools = find_schools(scope)
    judged = query("compare_schools__judged", scope, **asked_controls())
    found = {name: rows.drop(columns="topic") for name, rows in judged.groupby("topic")}
    found["answered"] = query("compare_schools__enquiries", scope)
    found["incidents"] = query("incidents__schools", scope)[["school_id", "incident_count"]]
    return {topic.name: _rows_of(topic, schools, found.get(topic.name, judged.head(0))) for topic in TOPICS}


def _rows_of(topic: Topic, schools: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """The rows of a topic: every school in view, whether anything was counted of it or not."""
    rows = schools.merge(counted, on="school_id", how="left")
    promise = rows["promise"] if topic.controls else pd.Series("", index=rows.index)
    counts = rows["incident_count" if topic.is_rate else "kept"].fillna(0).astype(float)
    out_of = rows["pupils"].astype(float) if topic.is_rate else counts + rows["missed"].fillna(0)
    has_reported = promise.notna() & (rows[topic.dataset] > 0 if topic.dataset else out_of > 0)
    reach = rows[topic.dataset] if topic.dataset else has_reported.astype(float)
    return pd.DataFrame(
        {
            "school_id": rows["school_id"],
            "school": rows["school"],
            "count": counts.where(has_reported & out_of.notna()),
            "out_of": out_of.where(has_reported),
            "pending": rows["pending"].fillna(0).astype(int) if "pending" in rows else 0,
            "promise": promise.astype(object).where(promise.notna(), None),
            "clauses": _text(rows["clauses"]) if "clauses" in rows else "",
            "completeness": reach.where(has_reported, 0.0),
        }
    )


def _text(column: pd.Series) -> pd.Series:
    """A column of words, empty where there are none; one without any word at all comes as numbers."""
    return column.astype(object).where(column.notna(), "")


def put_side_by_side(topic: Topic, rows: pd.DataFrame, chosen: str = "") -> Comparison:
    """The comparison of a topic; `chosen` is the promise whose schools to put in the funnel, else the largest group."""
    refusal = comparable(_as_the_gate_asks(topic, rows))
    if refusal is None:
        return Comparison(topic, rows, None, {}, "", draw_funnel(topic, rows))
    groups = _share_a_promise(rows)
    if not groups:
        return Comparison(topic, rows, refusal, {}, "", refusal)
    name = chosen if chosen in groups else next(iter(groups))
    group = groups[name]
    funnel = comparable(_as_the_gate_asks(topic, group)) or draw_funnel(topic, group)
    return Comparison(topic, rows, refusal, groups, name, funnel)


def draw_funnel(
    topic: Topic, rows: pd.DataFrame, *, widen: bool = True, pooled: float | None = None
) -> Funnel | Refusal:
    """The funnel of these schools; a rate is per 100 pupils. `pooled` is the figure of more schools than the rows."""
    if not topic.is_rate:
        return share_funnel(rows, widen=widen, pooled=pooled)
    if not (rows["out_of"] > 0).any():
        return NO_PUPILS
    return rate_funnel(rows.assign(exposure=rows["out_of"] / PER_PUPILS), widen=widen, pooled=pooled)


def _share_a_promise(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The schools that reported, by promise, where there are several; two or more in each, largest first."""
    reported = rows[rows["completeness"] > 0]
    if reported["promise"].nunique() < 2:
        return {}
    groups = [(promise, group) for promise, group in reported.groupby("promise") if len(group) > 1]
    return dict(sorted(groups, key=lambda pair: -len(pair[1])))


def _as_the_gate_asks(topic: Topic, rows: pd.DataFrame) -> pd.DataFrame:
    """The columns that bear on the measure, by the names that `comparable` knows."""
    asked = rows[["school", "completeness", "promise"]]
    if not topic.controls:
        return asked.drop(columns="promise")
    return asked.rename(columns={"promise": "cadence"}) if topic.is_cadence else asked
