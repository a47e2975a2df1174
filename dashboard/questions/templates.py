"""Owns filling figures into a question's words; knows no rule.

`{missed}` is a figure as people read it, `{missed:enquiry}` the same with its thing ("1 enquiry", "3 enquiries").
"""

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any

import pandas as pd

from dashboard import wording


class _Words(Formatter):
    """Formats numbers and days as words; what follows the colon is the thing counted."""

    def format_field(self, value: Any, thing: str) -> str:
        if isinstance(value, str):
            return value
        if value is None or pd.isna(value):
            return wording.NOT_KNOWN
        if isinstance(value, date):
            return wording.day(value)
        if thing:
            return wording.count(float(value), thing)
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def fields_of(template: str) -> list[str]:
    """The names of the figures that a template fills in. Raises ValueError for braces that do not match."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def fill_in(template: str, figures: Mapping[str, Any]) -> str:
    """The template with its figures; a sentence that opens with a small letter is given its capital."""
    return wording.capital(_Words().vformat(template, (), figures))
