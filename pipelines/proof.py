"""Owns the sentence of proof: one case put into its control's own words; knows no figure and no page."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from pipelines import words
from pipelines.controls import Control
from pipelines.parameters import fields_of
from pipelines.settings import LOCAL_ZONE

NOT_THERE = "not recorded"
WHERE_KNOWN = re.compile(r"\[([^]]*)\]")


def sentence_of_proof(control: Control, case: Mapping[str, Any]) -> str:
    """The case (a row of `result.cases`) as its control tells such an outcome: with its dates, deadline and measure.

    Beside the columns of a case a template may name {began_on} and {done_on}, local days where no time is known, and
    {answered} where the case bears the columns answer, attested_on and attested_by_role of mart.latest_answers.
    What stands [in brackets] is said only where all that it names is known.
    """
    days = {"began_on": _local_day(case.get("began_at")), "done_on": _local_day(case.get("done_at"))}
    named = {**case, **days, "answered": describe_answer(case, is_kept=case["outcome"] == "met") or None}
    known = {column for column, value in named.items() if not pd.isna(value)}
    sentences = control.sentences_of.get(str(case.get("case_kind")), control.sentences)
    template = WHERE_KNOWN.sub(
        lambda found: found[1] if known.issuperset(fields_of(found[1])) else "", sentences[case["outcome"]]
    )
    return template.format_map({column: _in_words(column, value, case) for column, value in named.items()})


def describe_answer(attestation: Mapping[str, Any], *, is_kept: bool) -> str:
    """What a school answered to a clause, who did, when and where the evidence is kept, as far as the row says.

    Nothing where nobody answered. A yes that is not kept has lapsed.
    """
    answer = attestation.get("answer")
    if answer is None or pd.isna(answer):
        return ""
    said = "yes (lapsed)" if answer == "yes" and not is_kept else words.spoken(answer)
    role, day = words.spoken(attestation["attested_by_role"]), words.day(attestation["attested_on"])
    kept = attestation.get("evidence_kept")
    return f"Answered {said} by the {role} on {day}" + ("" if pd.isna(kept) else f"; evidence kept: {kept}")


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
