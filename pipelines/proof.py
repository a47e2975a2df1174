"""Owns the sentence of proof: one case put into its control's own words; knows no figure and no page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from pipelines import words
from pipelines.controls import Control
from pipelines.settings import LOCAL_ZONE

NOT_THERE = "not recorded"


def sentence_of_proof(control: Control, case: Mapping[str, Any]) -> str:
    """The case (a row of `result.cases`) as its control tells such an outcome: with its dates, deadline and measure.

    Beside the columns of a case a template may name {began_on} and {done_on}: the local days, where no time is known.
    """
    template = control.sentences[case["outcome"]]
    named = {**case, "began_on": _local_day(case.get("began_at")), "done_on": _local_day(case.get("done_at"))}
    return template.format_map({column: _in_words(column, value, case) for column, value in named.items()})


def _local_day(moment: datetime | None) -> date | None:
    """The day in Europe/London of an instant in naive UTC."""
    if moment is None or pd.isna(moment):
        return None
    return moment.replace(tzinfo=UTC).astimezone(LOCAL_ZONE).date()


def _in_words(column: str, value: Any, case: Mapping[str, Any]) -> str:
    if value is None or pd.isna(value):
        return NOT_THERE
    if column == "value":
        return words.quantity(float(value), str(case.get("unit") or ""))
    if column == "due_at":
        return words.deadline(value)
    if isinstance(value, datetime):
        return words.day(value.date()) if column.endswith("_on") else words.moment(value)
    return words.day(value) if isinstance(value, date) else str(value)
