"""Owns a trust of three schools, each with every kind of row, whose every name and id gives away whose it is."""

from collections.abc import Mapping, Sequence

from tests.dashboard.sample_build import TABLES
from tests.staged_tables import Row

# Words that no page, policy or control uses; all of one length, so that messages that hold them are as well.
EVERYWHERE = "All schools of Northfield Trust"
SCHOOLS = ("quibble", "wombats", "zephyrs")
IDS = {"school_id", "account_id", "person_id", "checked_by", "check_id", "incident_id", "item_id", "thread_id"}


def tell_tale_tables(schools: Sequence[str] = SCHOOLS, times: Mapping[str, int] | None = None) -> dict[str, list[Row]]:
    """The rows of the sample's Ashgrove once for each school, with the school's word in every id and name.

    `times`: how often a school's enquiries are repeated, so that what others hold can differ.
    """
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    for school in schools:
        for name, rows in TABLES.items():
            tables[name] += [_give(row, school) for row in rows if _is_ashgroves(row)]
        for extra in range((times or {}).get(school, 0)):
            tables["activity"] += [
                _give(dict(row, item_id=f"{row['item_id']}/{extra}", thread_id=f"{row['thread_id']}/{extra}"), school)
                for row in TABLES["activity"]
            ]
    tables["term_dates"] = list(TABLES["term_dates"])
    return tables


def _is_ashgroves(row: Row) -> bool:
    of_others = ("birch", "cwm", "b-head")
    return not any(isinstance(value, str) and value.startswith(of_others) for value in row.values())


def _give(row: Row, school: str) -> Row:
    """The row with the school's word in place of Ashgrove's, and before every other id."""
    given = {}
    for name, value in row.items():
        if name in ("school_name", "handle") and value:
            given[name] = f"{school.title()} {'Academy' if name == 'school_name' else 'news'}"
        elif name in ("school_id", "_school_id"):
            given[name] = school
        elif name in IDS and value:
            given[name] = f"{school} {value}"
        else:
            given[name] = value
    return given
