"""What the pages say in words: dates, spans, shares, labels, lists; many readable cases, and what always holds."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import wording
from pipelines import words

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
# Instants of whole minutes, as the warehouse keeps them.
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2025-09-01", "2025-11-02", "1 September to 2 November 2025"),
        ("2025-11-03", "2026-01-04", "3 November 2025 to 4 January 2026"),
        ("2026-01-05", "2026-01-05", "5 January 2026"),
        ("2026-01-05", "2026-01-06", "5 January to 6 January 2026"),
    ],
)
def test_a_span_of_days_says_its_year_once_where_it_can(first, last, said):
    assert wording.days(date.fromisoformat(first), date.fromisoformat(last)) == said


@given(first=DAYS, length=st.integers(min_value=0, max_value=800))
def test_a_span_names_both_its_ends(first, length):
    last = first + timedelta(days=length)
    said = wording.days(first, last)
    assert said.startswith(f"{first.day} {first:%B}")
    assert said.endswith(f"{last.day} {last:%B %Y}")


@pytest.mark.parametrize(
    ("value", "said"),
    [(date(2026, 3, 3), "3 Mar 2026"), (date(2026, 12, 31), "31 Dec 2026"), (None, ""), (pd.NaT, "")],
)
def test_a_day_in_a_narrow_cell(value, said):
    assert wording.short_day(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 1, 3, 14, 5), "3 Jan 2026, 14:05"),
        (datetime(2026, 7, 3, 14, 5), "3 Jul 2026, 15:05"),
        (datetime(2026, 7, 3, 23, 30), "4 Jul 2026, 00:30"),
        (datetime(2026, 7, 3, 14, 5, tzinfo=UTC), "3 Jul 2026, 15:05"),
        (None, ""),
        (pd.NaT, ""),
    ],
)
def test_an_instant_in_a_narrow_cell_is_on_the_school_s_clock(value, said):
    assert wording.short_moment(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 1, 4), "end of 3 Jan 2026"),
        (datetime(2026, 7, 3, 23), "end of 3 Jul 2026"),
        (datetime(2026, 7, 4), "4 Jul 2026, 01:00"),
        (datetime(2026, 1, 4, 10, 30), "4 Jan 2026, 10:30"),
        (pd.NaT, ""),
    ],
)
def test_a_promise_that_ends_with_a_day_is_due_by_its_end(value, said):
    assert wording.short_deadline(value) == said


@given(at=MOMENTS)
def test_a_deadline_says_the_same_in_a_cell_and_in_a_sentence(at):
    cell, sentence = wording.short_deadline(at), wording.deadline(at)
    assert cell.startswith("end of ") == sentence.startswith("the end of ")
    # The cell's day is the sentence's: "3 Jan 2026" stands for "3 January 2026".
    day = datetime.strptime(cell.removeprefix("end of ").partition(",")[0], "%d %b %Y")
    assert words.day(day.date()) in sentence


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (12, "12 days ago"), (1234, "1,234 days ago")],
)
def test_how_far_back_a_day_lies(number, said):
    assert wording.days_ago(number) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (46, 48, "95.8%"),
        (48, 48, "100%"),
        (0, 48, "0%"),
        (24, 48, "50%"),
        (1, 3, "33.3%"),
        (9999, 10_000, "99.9%"),
        (99_999, 100_000, "99.9%"),
        (1, 100_000, "0.1%"),
        (0, 0, "no cases"),
        (199, 200, "99.5%"),
        (1, 200, "0.5%"),
    ],
)
def test_a_share_is_never_rounded_up_to_all_or_down_to_none(part, whole, said):
    assert wording.share(part, whole) == said


@given(whole=st.integers(min_value=1, max_value=10**6), data=st.data())
def test_only_all_is_100_per_cent_and_only_none_is_0(whole, data):
    part = data.draw(st.integers(min_value=0, max_value=whole))
    said = wording.share(part, whole)
    assert (said == "100%") == (part == whole)
    assert (said == "0%") == (part == 0)
    assert abs(float(said.rstrip("%")) - 100 * part / whole) <= 0.1


@given(whole=st.integers(min_value=2, max_value=5000), data=st.data())
def test_more_of_the_same_is_never_a_smaller_share(whole, data):
    part = data.draw(st.integers(min_value=0, max_value=whole - 1))
    less, more = (float(wording.share(number, whole).rstrip("%")) for number in (part, part + 1))
    assert less <= more


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(46, 48, "46 of 48"), (0, 0, "0 of 0"), (1200, 12_000, "1,200 of 12,000")]
)
def test_a_share_that_governors_can_check(part, whole, said):
    assert wording.out_of(part, whole) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("data_breach", "Data breach"),
        ("lado", "LADO"),
        ("facebook", "Facebook"),
        ("x", "X"),
        ("youtube", "YouTube"),
        ("contact_with_dsl", "Contact with DSL"),
        ("iwf_report", "IWF report"),
        ("it_technician", "IT technician"),
        ("", ""),
    ],
)
def test_a_coded_value_as_people_say_it(name, said):
    assert wording.label(name) == said


@pytest.mark.parametrize("status", wording.STATUSES)
def test_every_status_has_its_words_and_their_meaning(status):
    assert wording.status(status) == wording.STATUSES[status]
    assert wording.STATUS_MEANINGS[status].endswith(".")


def test_every_status_that_a_build_can_give_is_told():
    assert set(wording.STATUSES) == set(wording.STATUS_MEANINGS)
    assert len(set(wording.STATUSES.values())) == len(wording.STATUSES)


@pytest.mark.parametrize("name", [None, float("nan")])
def test_a_clause_without_a_status_is_not_judged_yet(name):
    assert wording.status(name) == "Not judged yet"


def test_a_status_that_nobody_knows_is_a_fault():
    with pytest.raises(KeyError):
        wording.status("excellent")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["Oak"], "Oak"),
        (["Oak", "Ash"], "Oak and Ash"),
        (["Oak", "Ash", "Elm"], "Oak, Ash and Elm"),
    ],
)
def test_a_list_in_a_sentence(items, said):
    assert wording.listed(items) == said


@given(items=st.lists(st.text(alphabet="abcdefgh", min_size=1), min_size=1, max_size=9))
def test_a_list_names_every_item_once_in_order(items):
    assert wording.listed(items).replace(" and ", ", ").split(", ") == items


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no enquiries"), (1, "one enquiry"), (2, "2 enquiries"), (2046, "2,046 enquiries")]
)
def test_how_many_in_a_sentence(number, said):
    assert wording.how_many(number, "enquiry") == said


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("case", "cases"),
        ("enquiry", "enquiries"),
        ("school day", "school days"),
        ("missed check", "missed checks"),
        ("breach", "breaches"),
        ("class", "classes"),
        ("box", "boxes"),
        ("sweep", "sweeps"),
        ("survey", "surveys"),
        ("wish", "wishes"),
    ],
)
def test_more_than_one_of_a_thing(thing, said):
    assert words.plural(thing) == said


@given(value=st.floats(min_value=0, max_value=10**6, allow_nan=False))
def test_minutes_in_words_never_say_more_than_passed(value):
    said = words.minutes(value).split()
    if said == ["under", "a", "minute"]:
        assert 0 < value < 1
        return
    each = {"days": 24 * 60, "h": 60, "min": 1}
    told = sum(int(number) * each[unit] for number, unit in zip(said[::2], said[1::2], strict=True))
    # Up to two days to the minute, beyond them to the hour.
    assert 0 <= value - told < (1 if value < 48 * 60 else 60)


@given(value=st.floats(min_value=0, max_value=10**6, allow_nan=False))
def test_working_minutes_in_words_are_the_minutes_that_passed(value):
    said = words.working_minutes(value).replace(" working", "").split()
    told = sum(int(number) * {"h": 60, "min": 1}[unit] for number, unit in zip(said[::2], said[1::2], strict=True))
    assert told == int(value)
    assert "day" not in words.working_minutes(value)


@given(value=st.floats(min_value=0.001, max_value=10**6, allow_nan=False))
def test_a_wait_before_its_time_is_the_same_wait_with_a_sign(value):
    assert words.minutes(-value) == f"-{words.minutes(value)}"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (90, "working_minutes", "1 working h 30 min"),
        (100, "pct", "100%"),
        (33.333, "%", "33.3%"),
        (1, "checks", "1 check"),
        (2, "school_days", "2 school days"),
        (1.5, "hours", "1.5 hours"),
        (0, "managers", "0 managers"),
        (1, "managers", "1 manager"),
        (3.25, "", "3.25"),
    ],
)
def test_a_measured_value_as_it_is_stored(value, unit, said):
    assert words.quantity(value, unit) == said


@pytest.mark.parametrize("name", wording.DATASETS)
def test_every_data_set_of_a_return_has_its_words(name):
    assert wording.dataset(name) == wording.DATASETS[name]


def test_a_data_set_or_theme_without_words_of_its_own_is_said_by_its_name():
    assert wording.dataset("board_minutes") == "Board minutes"
    assert wording.theme("brand_new") == "Brand new"


@pytest.mark.parametrize(("text", "said"), [("", ""), ("x", "X"), ("the school", "The school"), ("IT room", "IT room")])
def test_only_the_first_letter_becomes_a_capital(text, said):
    assert wording.capital(text) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", ""),
        ("Cannot be read", "Cannot be read."),
        ("Cannot be read.\n  Found: a PDF\nSave it as CSV.", "Cannot be read. Found: a PDF. Save it as CSV."),
    ],
)
def test_a_message_in_lines_as_sentences_in_a_row(lines: str, said: str):
    assert wording.sentences(lines) == said
