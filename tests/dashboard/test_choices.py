"""What the pickers offer, and how any address is made whole: pure cases, and what holds for whatever is asked."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.audiences import audiences_named
from dashboard.choices import SINCE, SPANS, Address, Choices

AS_AT = pd.Timestamp(2026, 3, 6)
SCHOOLS = [
    ("ash", "Ashgrove Academy", "Northfield Trust"),
    ("birch", "Birchwood Academy", "Northfield Trust"),
    ("cwm", "Ysgol y Cwm", "Dyffryn Federation"),
    ("lone", "Zennor School", None),
]
# Cwm's spring begins a day later, and Zennor has only just begun to hand in.
PERIODS = [
    ("ash", "half_term", "Autumn 2 2025/26", "2025-11-03", "2026-01-04", True),
    ("ash", "half_term", "Spring 1 2025/26", "2026-01-05", "2026-02-22", True),
    ("ash", "half_term", "Spring 2 2025/26", "2026-02-23", "2026-04-12", False),
    ("ash", "term", "Autumn 2025/26", "2025-09-01", "2026-01-04", True),
    ("ash", "term", "Spring 2025/26", "2026-01-05", "2026-04-12", False),
    ("ash", "year", "2024/25", "2024-09-02", "2025-08-31", True),
    ("ash", "year", "2025/26", "2025-09-01", "2026-08-31", False),
    ("cwm", "half_term", "Spring 1 2025/26", "2026-01-06", "2026-02-15", True),
    ("cwm", "half_term", "Spring 2 2025/26", "2026-02-16", "2026-04-12", False),
    ("cwm", "term", "Spring 2025/26", "2026-01-06", "2026-04-12", False),
    ("cwm", "year", "2025/26", "2025-09-01", "2026-08-31", False),
    ("lone", "half_term", "Spring 2 2025/26", "2026-02-23", "2026-04-12", False),
    ("lone", "term", "Spring 2025/26", "2026-02-23", "2026-04-12", False),
    ("lone", "year", "2025/26", "2026-02-23", "2026-08-31", False),
]
# Birchwood keeps Ashgrove's terms. Every school that a build knows has periods: a calendar is made for each.
PERIODS += [("birch", *row[1:]) for row in PERIODS if row[0] == "ash"]


def choose_from(schools=SCHOOLS, periods=PERIODS, audiences=None):
    """Choices among these schools and periods, by everybody unless audiences are named."""
    frame = pd.DataFrame(schools, columns=["school_id", "school_name", "trust_name"])
    spans = pd.DataFrame(
        periods, columns=["school_id", "period_kind", "period_name", "period_start", "period_end", "is_finished"]
    )
    spans[["period_start", "period_end"]] = spans[["period_start", "period_end"]].apply(pd.to_datetime)
    return Choices(frame.assign(as_at_on=AS_AT, as_at_at=AS_AT), spans, audiences_named(audiences))


CHOICES = choose_from()
FIRST_AUDIENCE = next(iter(CHOICES.audience_options()))


def test_wholes_stand_first_then_schools_from_a_to_z():
    assert CHOICES.school_options == {
        "All schools": ("ash", "birch", "cwm", "lone"),
        "All schools of Northfield Trust": ("ash", "birch"),
        "Ashgrove Academy": ("ash",),
        "Birchwood Academy": ("birch",),
        "Ysgol y Cwm": ("cwm",),
        "Zennor School": ("lone",),
    }


def test_a_trust_that_is_all_there_is_is_offered_once():
    assert list(choose_from(SCHOOLS[:2]).school_options) == [
        "All schools of Northfield Trust",
        "Ashgrove Academy",
        "Birchwood Academy",
    ]


def test_one_school_alone_is_no_whole():
    assert choose_from(SCHOOLS[3:]).school_options == {"Zennor School": ("lone",)}


def test_schools_of_one_name_are_told_apart_by_their_ids():
    twins = [("a1", "St Mary's", None), ("a2", "St Mary's", None)]
    assert list(choose_from(twins).school_options) == ["All schools", "St Mary's (a1)", "St Mary's (a2)"]


def test_periods_stand_newest_first_over_the_outermost_days_of_the_schools():
    options = CHOICES.period_options(("ash", "cwm"), "half_term")
    assert options.index.tolist() == ["Spring 2 2025/26", "Spring 1 2025/26", "Autumn 2 2025/26"]
    spring = options.loc["Spring 1 2025/26"]
    assert (spring.starts_on, spring.ends_on) == (pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 2, 22))
    assert options.is_finished.tolist() == [False, True, True]


def test_a_period_is_finished_only_where_it_is_for_every_school():
    late = [(*row[:5], row[0] != "cwm") if row[2] == "Spring 1 2025/26" else row for row in PERIODS]
    assert not choose_from(periods=late).period_options(("ash", "cwm"), "half_term").is_finished["Spring 1 2025/26"]
    assert choose_from(periods=late).period_options(("ash",), "half_term").is_finished["Spring 1 2025/26"]


# What is asked -> what is shown: school, span, period, since; and what of it is not known.
ASKED = {
    "nothing: everything, half-term, the latest finished one": (
        Address(),
        ("All schools", "Half-term", "Spring 1 2025/26", None),
        [],
    ),
    "a school by its id": (Address("cwm"), ("Ysgol y Cwm", "Half-term", "Spring 1 2025/26", None), []),
    "words in any case": (
        Address("ASHGROVE academy", "term", "autumn 2025/26"),
        ("Ashgrove Academy", "Term", "Autumn 2025/26", None),
        [],
    ),
    "a period of another span: the one that holds it": (
        Address("ash", "Term", "Spring 2 2025/26"),
        ("Ashgrove Academy", "Term", "Spring 2025/26", None),
        [],
    ),
    "a term, now by half-terms: the latest finished one that lies in it": (
        Address("ash", "Half-term", "Autumn 2025/26"),
        ("Ashgrove Academy", "Half-term", "Autumn 2 2025/26", None),
        [],
    ),
    "a period that this school never had: one that touches it": (
        Address("lone", "Half-term", "Spring 1 2025/26"),
        ("Zennor School", "Half-term", "Spring 2 2025/26", None),
        [],
    ),
    "no finished year touches it: the running one": (
        Address("cwm", "Year"),
        ("Ysgol y Cwm", "Year", "2025/26", None),
        [],
    ),
    "a school that there is not": (
        Address("Nowhere"),
        ("All schools", "Half-term", "Spring 1 2025/26", None),
        ["there is no school 'Nowhere'"],
    ),
    "everything wrong at once": (
        Address("Nowhere", "Fortnight", "Spring 9"),
        ("All schools", "Half-term", "Spring 1 2025/26", None),
        ["there is no school 'Nowhere'", "there is no span of time 'Fortnight'", "there is no period 'Spring 9'"],
    ),
    "since a day": (Address("ash", SINCE, since="2026-02-01"), ("Ashgrove Academy", SINCE, None, "2026-02-01"), []),
    "since as at": (Address("ash", SINCE, since="2026-03-06"), ("Ashgrove Academy", SINCE, None, "2026-03-06"), []),
    "since no day: the first of the newest year": (
        Address("ash", SINCE),
        ("Ashgrove Academy", SINCE, None, "2025-09-01"),
        [],
    ),
    "since tomorrow": (
        Address("ash", SINCE, since="2026-03-07"),
        ("Ashgrove Academy", SINCE, None, "2025-09-01"),
        ["'2026-03-07' is no day up to 6 March 2026; write it as 2026-09-01"],
    ),
    "since a day that no calendar has": (
        Address("ash", SINCE, since="2026-02-30"),
        ("Ashgrove Academy", SINCE, None, "2025-09-01"),
        ["'2026-02-30' is no day up to 6 March 2026; write it as 2026-09-01"],
    ),
}


@pytest.mark.parametrize(("asked", "shown", "faults"), ASKED.values(), ids=ASKED)
def test_an_address_is_made_whole(asked, shown, faults):
    whole, told = choose_from(audiences=("closed_meeting",)).complete(asked)
    assert (whole.school, whole.span, whole.period, whole.since) == shown
    assert told == faults


WORDS = st.one_of(
    st.none(),
    st.sampled_from([*CHOICES.school_options, *SPANS, *(row[2] for row in PERIODS), "ash", "2026-01-05", "2031-01-01"]),
    st.text(max_size=12),
)
ADDRESSES = st.builds(Address, *[WORDS] * 5)


@given(asked=ADDRESSES)
def test_whatever_is_asked_the_whole_address_is_one_that_pickers_offer(asked):
    whole, _ = CHOICES.complete(asked)
    schools = CHOICES.school_options[whole.school]
    assert whole.span in CHOICES.span_options(whole.audience)
    if whole.span == SINCE:
        assert date.fromisoformat(whole.since) <= CHOICES.as_at_on
    else:
        assert whole.period in CHOICES.period_options(schools, SPANS[whole.span]).index


@given(asked=ADDRESSES)
def test_a_whole_address_is_left_as_it_is(asked):
    whole, _ = CHOICES.complete(asked)
    assert CHOICES.complete(whole) == (whole, [])


@given(asked=ADDRESSES)
def test_a_whole_address_names_a_scope_of_its_schools_and_days(asked):
    whole, _ = CHOICES.complete(asked)
    scope = CHOICES.scope(whole)
    assert (scope.schools, scope.school_words) == (CHOICES.school_options[whole.school], whole.school)
    assert scope.starts_on <= scope.ends_on
    assert scope.audience == CHOICES.audience_options()[whole.audience]
    if scope.before:
        assert scope.before.starts_on < scope.starts_on
        assert (scope.before.schools, scope.before.period_kind) == (scope.schools, scope.period_kind)


def scope_of(*asked):
    return CHOICES.scope(CHOICES.complete(Address(*asked))[0])


def test_the_period_before_is_the_next_older_of_its_kind():
    scope = scope_of("ash", "Half-term", "Spring 2 2025/26")
    assert (scope.before.period_name, scope.before.starts_on) == ("Spring 1 2025/26", date(2026, 1, 5))
    assert scope.before.before is None


def test_the_first_period_has_none_before():
    assert scope_of("ash", "Half-term", "Autumn 2 2025/26").before is None


def test_a_scope_since_a_day_reaches_to_as_at_and_is_not_finished():
    scope = CHOICES.scope(Address("Ashgrove Academy", SINCE, since="2026-02-01", audience=FIRST_AUDIENCE))
    assert (scope.period_kind, scope.period_name) == ("since", "Since 1 February 2026")
    assert (scope.starts_on, scope.ends_on, scope.is_finished) == (date(2026, 2, 1), date(2026, 3, 6), False)
    assert scope.selection.since_on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("ash", "Term", "Autumn 2025/26"), "Autumn 2025/26, 1 September 2025 to 4 January 2026"),
        (("ash", "Year", "2025/26"), "2025/26, 1 September 2025 to 31 August 2026, not finished"),
    ],
)
def test_a_period_in_a_heading(asked, said):
    assert scope_of(*asked).period_words == said


@pytest.mark.parametrize(
    ("parameters", "address"),
    [
        ({}, Address()),
        ({"school": "", "period": ""}, Address()),
        ({"school": "ash", "open": "overdue"}, Address(school="ash")),
        ({"span": SINCE, "since": "2026-01-05"}, Address(span=SINCE, since="2026-01-05")),
    ],
)
def test_an_address_is_read_by_its_own_names_alone(parameters, address):
    assert Address.read(parameters) == address
