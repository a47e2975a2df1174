"""Owns what happened, counted by category, risk area, severity, source and who was affected; draws nothing."""

from collections.abc import Mapping

import pandas as pd

from dashboard import wording
from dashboard.incidents.record import NOT_RECORDED, UNCLASSIFIED, name_affected, name_codes

RISK_AREAS = ("content", "contact", "conduct", "commerce", "outside")
RISK_WORDS: Mapping[str, str] = {"outside": "Outside the four"}
SEVERITIES = ("Low", "Medium", "High", "Critical", NOT_RECORDED)


def words_by_kind(incidents: pd.DataFrame) -> dict[str, tuple[str, pd.Series]]:
    """What an incident can be chosen by: key -> label and, for each incident, its words of that kind."""
    return {
        "category": ("Category", _categories_of(incidents)),
        "risk": ("Risk area", _risk_areas_of(incidents)),
        "severity": ("Severity", name_codes(incidents["severity"]).map(lambda word: [word])),
    }


def count_categories(incidents: pd.DataFrame) -> pd.Series:
    """Incidents by category, unclassified included: the sum exceeds the incidents where one has several."""
    return _categories_of(incidents).explode().value_counts().rename_axis("Category").rename("Incidents")


def count_risk_areas(incidents: pd.DataFrame) -> pd.Series:
    """Incidents by risk area, all five named; one with several categories may count in several."""
    counts = _risk_areas_of(incidents).explode().value_counts()
    order = [*map(name_risk_area, RISK_AREAS), *([UNCLASSIFIED] if UNCLASSIFIED in counts else [])]
    return counts.reindex(order, fill_value=0).rename_axis("Risk area").rename("Incidents")


def _categories_of(incidents: pd.DataFrame) -> pd.Series:
    return incidents["categories"].map(lambda found: list(found) or [UNCLASSIFIED])


def _risk_areas_of(incidents: pd.DataFrame) -> pd.Series:
    return incidents["risk_areas"].map(lambda found: [name_risk_area(code) for code in found] or [UNCLASSIFIED])


def name_risk_area(code: str) -> str:
    """A risk area in words."""
    return RISK_WORDS.get(code, wording.label(code))


def count_severities(incidents: pd.DataFrame) -> pd.Series:
    """Incidents by severity, from low to critical, not recorded last."""
    counts = name_codes(incidents["severity"]).value_counts()
    return counts.reindex(SEVERITIES, fill_value=0).rename_axis("Severity").rename("Incidents")


def count_sources(incidents: pd.DataFrame) -> pd.Series:
    """Incidents by whose conduct it was, most first."""
    return name_codes(incidents["source"]).value_counts().rename_axis("Whose conduct").rename("Incidents")


def count_affected(incidents: pd.DataFrame) -> pd.Series:
    """Incidents by who was affected, most first."""
    return name_affected(incidents["affected"]).value_counts().rename_axis("Who was affected").rename("Incidents")


def find_most(counts: pd.Series, whole: int) -> str:
    """The finding of a chart of counts: what leads, or that nothing does."""
    highest = counts[counts == counts.max()]
    if len(highest) == 1:
        return f"{highest.index[0]}: {wording.out_of(highest.iloc[0], whole)} incidents"
    if len(highest) == 2:
        return f"{wording.capital(wording.listed(list(highest.index)))}: {highest.iloc[0]} each"
    return f"No one kind leads: at most {highest.iloc[0]} each"


def find_most_of(counts: pd.Series, whole: int) -> str:
    """The same finding behind what is counted: "Whose conduct: learner, 18 of 41 incidents"."""
    said = find_most(counts.rename(index=str.lower), whole).replace(": ", ", ", 1)
    return f"{counts.index.name}: {wording.within(said)}"


def find_grave(counts: pd.Series, whole: int) -> str:
    """The finding of the chart of severities."""
    grave = int(counts[["High", "Critical"]].sum())
    return f"{wording.out_of(grave, whole)} high or critical"


def say_overlap(incidents: pd.DataFrame) -> str:
    """Why totals by category exceed the incidents, where they do, and how many are unclassified."""
    several, named = int((incidents["categories"].map(len) > 1).sum()), int(incidents["categories"].map(len).sum())
    unclassified = int((incidents["categories"].map(len) == 0).sum())
    overlap = (
        f"{wording.capital(wording.how_many(several, 'incident'))} {'has' if several == 1 else 'have'} several "
        f"categories, so the bars add up to {named + unclassified:,}, not {len(incidents):,}."
        if several
        else "Each incident has one category here; it may have several, and then the bars add up to more."
    )
    none_left = "None is unclassified." if not unclassified else f"Unclassified: {unclassified:,}."
    return f"{overlap} {none_left}"
