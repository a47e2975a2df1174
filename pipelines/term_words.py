"""Owns what the name of a stretch of days tells, as macros for the selects of formats; knows no format.

`plain_words(name)`: in small letters, with one space for whatever is neither letter nor digit. `days_kind(name)`: term,
holiday or inset; null where the name tells none. `days_name(name)`: how such a stretch is called. `academic_year(y)`:
"2026/27" for 2026.
"""

from duckdb import DuckDBPyConnection

TERM = "^(autumn|spring|summer|term)( term)? ?([1-6]?)$"
KINDS = {
    "inset": (
        "^((staff|whole school) )?(inset|in service|training day|(staff|teacher) training|staff development)",
        "^(non pupil|pupil free|pd) day",
    ),
    "holiday": (
        "^((autumn|spring|summer|october|february|may) )?half term( holiday| break)?$",
        "^(christmas|easter|summer|bank|school|may day|festive) (holiday|break)",
    ),
    "term": ("^(autumn|spring|summer)( term)?( [12])?$", "^term [1-6]$"),
}


def _find_kind() -> str:
    cases = []
    for kind, patterns in KINDS.items():
        fits = " or ".join(f"regexp_matches(plain_words(x), '{pattern}')" for pattern in patterns)
        cases.append(f"when {fits} then '{kind}'")
    return f"case {' '.join(cases)} end"


def _say_term() -> str:
    word, number = (f"regexp_extract(plain_words(x), '{TERM}', {group})" for group in (1, 3))
    return f"trim(upper(left({word}, 1)) || substr({word}, 2) || ' ' || {number})"


MACROS = {
    "plain_words(x)": "trim(regexp_replace(lower(x), '[^a-z0-9]+', ' ', 'g'))",
    "days_kind(x)": _find_kind(),
    "days_name(x)": "case days_kind(x) when 'inset' then 'Inset day' when 'holiday' then 'Holiday' "
    f"when 'term' then {_say_term()} end",
    "academic_year(y)": "y || '/' || lpad(cast((y + 1) % 100 as varchar), 2, '0')",
}
NAMES = frozenset(signature.partition("(")[0] for signature in MACROS)


def make_term_macros(connection: DuckDBPyConnection) -> None:
    """Create the macros. Where one is changed, STAGING_VERSION (inbox.py) has to be raised."""
    for signature, expression in MACROS.items():
        connection.execute(f"create or replace temp macro {signature} as {expression}")
