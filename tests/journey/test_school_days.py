"""School days, half-terms, terms and years: what term dates say, whose they are, and what stands in for them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table

AS_AT = "2026-07-31"
TERMS = read_table("""
    academic_year | name     | kind    | starts_on  | ends_on
    2025/26       | Autumn 1 | term    | 2025-09-02 | 2025-10-24
    2025/26       | Autumn 2 | term    | 2025-11-03 | 2025-12-19
    2025/26       | Spring 1 | term    | 2026-01-05 | 2026-02-13
    2025/26       | Spring 2 | term    | 2026-02-23 | 2026-03-27
    2025/26       | Summer 1 | term    | 2026-04-13 | 2026-05-22
    2025/26       | Summer 2 | term    | 2026-06-01 | 2026-07-21
""")


def school(school_id="s", **columns):
    return {"school_id": school_id, "school_name": school_id, "nation": "england", "policy": "barnes", **columns}


def ask(tables, select, as_at=AS_AT):
    return [tuple(row.values()) for row in fetch_arrow(make_warehouse(tables, as_at), select).to_pylist()]


def closed_between(tables, first, last, school_id="s"):
    """The closed days of a school in a stretch of days, with the reason."""
    rows = ask(
        tables,
        f"""
        select on_date, closed_reason from warehouse.school_days
        where school_id = '{school_id}' and on_date between '{first}' and '{last}' and not is_school_day
        order by on_date
        """,
    )
    return [f"{day:%a %d %b}: {reason}" for day, reason in rows]


def test_a_day_is_closed_for_the_first_reason_that_holds():
    closures = read_table("""
        academic_year | name        | kind    | starts_on  | ends_on
        2025/26       | Local feast | holiday | 2026-05-07 | 2026-05-08
        2025/26       | Inset       | inset   | 2026-05-08 | 2026-05-11
        2025/26       | Half-term   | holiday | 2026-05-23 | 2026-05-31
    """)
    tables = {"schools": [school()], "term_dates": TERMS + closures}
    assert closed_between(tables, "2026-05-04", "2026-05-12") == [
        "Mon 04 May: bank_holiday",
        "Thu 07 May: holiday",
        "Fri 08 May: holiday",
        "Sat 09 May: weekend",
        "Sun 10 May: weekend",
        "Mon 11 May: inset",
    ]
    assert closed_between(tables, "2026-05-25", "2026-05-26") == ["Mon 25 May: bank_holiday", "Tue 26 May: holiday"]
    assert closed_between(tables, "2026-02-16", "2026-02-17") == [
        "Mon 16 Feb: outside_term",
        "Tue 17 Feb: outside_term",
    ]


def test_without_term_dates_every_weekday_but_a_bank_holiday_is_a_school_day():
    tables = {"schools": [school()]}
    assert closed_between(tables, "2026-04-02", "2026-04-07") == [
        "Fri 03 Apr: bank_holiday",
        "Sat 04 Apr: weekend",
        "Sun 05 Apr: weekend",
        "Mon 06 Apr: bank_holiday",
    ]
    assert ask(tables, "select has_term_dates, opens_minute, closes_minute from warehouse.schools") == [
        (False, 510, 990)
    ]


def test_without_term_dates_a_given_inset_day_is_still_closed():
    inset = read_table("""
        academic_year | name  | kind  | starts_on  | ends_on
        2025/26       | Inset | inset | 2026-06-03 | 2026-06-03
    """)
    assert closed_between({"schools": [school()], "term_dates": inset}, "2026-06-01", "2026-06-05") == [
        "Wed 03 Jun: inset"
    ]


def test_running_totals_of_a_week_with_a_bank_holiday_and_an_early_close():
    tables = {"schools": [school(day_start="08:00", day_end="15:30")], "term_dates": TERMS}
    select = """
        select dayname(on_date), is_working_day, is_school_day, open_minutes,
            open_minutes_before - first_value(open_minutes_before) over in_order,
            working_day_number - first_value(working_day_number) over in_order,
            school_day_number - first_value(school_day_number) over in_order,
            half_term_name
        from warehouse.school_days where on_date between '2026-05-01' and '2026-05-05'
        window in_order as (order by on_date) order by on_date
    """
    assert ask(tables, select) == [
        ("Friday", True, True, 450, 0, 0, 0, "Summer 1 2025/26"),
        ("Saturday", False, False, 0, 450, 0, 0, "Summer 1 2025/26"),
        ("Sunday", False, False, 0, 450, 0, 0, "Summer 1 2025/26"),
        ("Monday", False, False, 0, 450, 0, 0, "Summer 1 2025/26"),
        ("Tuesday", True, True, 450, 450, 1, 1, "Summer 1 2025/26"),
    ]


def periods(tables, kind, school_id="s", as_at=AS_AT):
    select = f"""
        select period_number, period_name, period_start, period_end, is_finished from warehouse.periods
        where period_kind = '{kind}' and school_id = '{school_id}' order by period_start
    """
    return [
        (n, name, f"{start:%d %b %y}", f"{end:%d %b %y}", done)
        for n, name, start, end, done in ask(tables, select, as_at)
    ]


def test_a_holiday_belongs_to_the_half_term_and_the_term_before_it():
    tables = {"schools": [school()], "term_dates": TERMS}
    assert periods(tables, "half_term") == [
        (1, "Autumn 1 2025/26", "01 Sep 25", "02 Nov 25", True),
        (2, "Autumn 2 2025/26", "03 Nov 25", "04 Jan 26", True),
        (3, "Spring 1 2025/26", "05 Jan 26", "22 Feb 26", True),
        (4, "Spring 2 2025/26", "23 Feb 26", "12 Apr 26", True),
        (5, "Summer 1 2025/26", "13 Apr 26", "31 May 26", True),
        (6, "Summer 2 2025/26", "01 Jun 26", "31 Aug 26", False),
    ]
    assert periods(tables, "term") == [
        (1, "Autumn 2025/26", "01 Sep 25", "04 Jan 26", True),
        (2, "Spring 2025/26", "05 Jan 26", "12 Apr 26", True),
        (3, "Summer 2025/26", "13 Apr 26", "31 Aug 26", False),
    ]
    assert periods(tables, "year") == [(1, "2025/26", "01 Sep 25", "31 Aug 26", False)]


def test_a_period_is_finished_the_day_after_its_last():
    tables = {"schools": [school()], "term_dates": TERMS}
    assert periods(tables, "half_term", as_at="2025-11-02") == [
        (1, "Autumn 1 2025/26", "01 Sep 25", "02 Nov 25", False)
    ]
    assert [row[4] for row in periods(tables, "half_term", as_at="2025-11-03")] == [True, False]


def test_a_term_without_a_number_is_halved_by_the_longest_holiday_inside_it():
    autumn = read_table("""
        academic_year | name      | kind    | starts_on  | ends_on
        2025/26       | Autumn    | term    | 2025-09-02 | 2025-12-19
        2025/26       | Feast     | holiday | 2025-10-01 | 2025-10-02
        2025/26       | Half-term | holiday | 2025-10-25 | 2025-11-02
        2025/26       | Christmas | holiday | 2025-12-20 | 2026-01-04
        2025/26       | Spring    | term    | 2026-01-05 | 2026-03-27
    """)
    select = "select name, term_name, starts_on, ends_on from warehouse.half_terms where is_given order by starts_on"
    assert ask({"schools": [school()], "term_dates": autumn}, select) == [
        ("Autumn 1", "Autumn", date(2025, 9, 2), date(2025, 10, 24)),
        ("Autumn 2", "Autumn", date(2025, 11, 3), date(2025, 12, 19)),
        ("Spring", "Spring", date(2026, 1, 5), date(2026, 3, 27)),
    ]


@pytest.mark.parametrize(("last", "terms"), [(6, ["Terms 1 and 2", "Terms 3 and 4", "Terms 5 and 6"]), (3, ["Term"])])
def test_six_numbered_terms_are_half_terms_and_two_make_a_term(last, terms):
    numbered = [{**row, "name": f"Term {n}"} for n, row in enumerate(TERMS[:last], start=1)]
    tables = {"schools": [school()], "term_dates": numbered}
    assert [row[1] for row in periods(tables, "half_term")] == [f"Term {n} 2025/26" for n in range(1, last + 1)]
    assert [row[1] for row in periods(tables, "term")] == [f"{name} 2025/26" for name in terms]


def test_years_without_term_dates_have_the_nominal_half_terms():
    names = [row[1] for row in periods({"schools": [school()], "term_dates": TERMS}, "half_term", as_at="2026-11-20")]
    assert names[-4:] == ["Summer 1 2025/26", "Summer 2 2025/26", "Autumn 1 2026/27", "Autumn 2 2026/27"]
    nominal = periods({"schools": [school()]}, "half_term", as_at="2026-01-10")
    assert nominal == [
        (1, "Autumn 1 2025/26", "01 Sep 25", "31 Oct 25", True),
        (2, "Autumn 2 2025/26", "01 Nov 25", "02 Jan 26", True),
        (3, "Spring 1 2025/26", "03 Jan 26", "20 Feb 26", False),
    ]


def inset_on(day, **columns):
    return {"academic_year": "2025/26", "name": "Inset", "kind": "inset", "starts_on": day, "ends_on": day, **columns}


def schools_closed_on(tables, day):
    select = (
        f"select school_id from warehouse.school_days where on_date = '{day}' and not is_school_day order by school_id"
    )
    return [school_id for (school_id,) in ask(tables, select)]


def test_shared_term_dates_hold_for_the_schools_of_their_folder_and_below():
    schools = [school("top"), school("north", _folder="north"), school("east", _folder="north/east"),
               school("northwest", _folder="northwest")]  # fmt: skip
    shared = {"schools": schools, "term_dates": [inset_on("2026-06-03", _folder="north")]}
    assert schools_closed_on(shared, "2026-06-03") == ["east", "north"]
    everywhere = {"schools": schools, "term_dates": [inset_on("2026-06-03")]}
    assert schools_closed_on(everywhere, "2026-06-03") == ["east", "north", "northwest", "top"]


def test_shared_term_dates_in_a_folder_without_a_register_hold_for_the_register_above():
    tables = {"schools": [school("one"), school("two")], "term_dates": [inset_on("2026-06-03", _folder="calendars")]}
    assert schools_closed_on(tables, "2026-06-03") == ["one", "two"]


def test_a_schools_own_half_terms_displace_the_shared_ones_of_that_year_only():
    own = [{**row, "school_id": "own", "starts_on": "2025-09-08"} for row in TERMS[:1]]
    earlier = [
        {**row, "academic_year": "2024/25", "starts_on": "2024-09-02", "ends_on": "2024-10-25"} for row in TERMS[:1]
    ]
    tables = {"schools": [school("own"), school("other")], "term_dates": TERMS + own + earlier}
    select = """
        select
            school_id,
            count(*) filter (where academic_year = '2025/26'),
            count(*) filter (where academic_year = '2024/25')
        from warehouse.half_terms where is_given group by all order by all
    """
    assert ask(tables, select) == [("other", 6, 1), ("own", 1, 1)]
    assert schools_closed_on(tables, "2025-09-03") == ["own"]


def test_a_schools_own_inset_days_add_to_the_shared_half_terms():
    tables = {
        "schools": [school("own"), school("other")],
        "term_dates": [*TERMS, inset_on("2026-06-03", school_id="own")],
    }
    assert schools_closed_on(tables, "2026-06-03") == ["own"]
    assert schools_closed_on(tables, "2026-06-04") == []


def test_the_deepest_of_two_shared_files_wins():
    deeper = [{**TERMS[0], "starts_on": "2025-09-08", "_folder": "north"}]
    tables = {"schools": [school("a"), school("b", _folder="north")], "term_dates": TERMS + deeper}
    assert schools_closed_on(tables, "2025-09-03") == ["b"]


@pytest.mark.parametrize("written", ["2025/26", "2025-26", "2025/2026"])
def test_an_academic_year_may_be_written_in_several_ways(written):
    tables = {"schools": [school()], "term_dates": [{**row, "academic_year": written} for row in TERMS]}
    assert periods(tables, "year") == [(1, "2025/26", "01 Sep 25", "31 Aug 26", False)]
    assert periods(tables, "term")[0][1] == "Autumn 2025/26"


def test_both_nations_close_on_their_bank_holidays():
    tables = {"schools": [school("e"), school("w", nation="wales")]}
    assert schools_closed_on(tables, "2026-08-31") == ["e", "w"]


@given(st.lists(st.dates(date(2025, 9, 1), date(2026, 7, 31)), min_size=1, max_size=4, unique=True))
@effort(max_examples=15, deadline=None)
def test_every_day_is_in_one_period_of_each_kind_whatever_the_term_dates(starts):
    rows = [
        {"academic_year": "2025/26", "name": f"Part {n}", "kind": "term", "starts_on": day, "ends_on": day}
        for n, day in enumerate(starts)
    ]
    tables = {"schools": [school()], "term_dates": rows}
    select = """
        select period_kind, on_date, count(*) from warehouse.school_days as days
        inner join warehouse.periods as periods on on_date between period_start and period_end
        where on_date <= '2026-07-31' group by all having count(*) <> 1
    """
    assert ask(tables, select) == []
    days = "select count(*) from warehouse.school_days where on_date <= '2026-07-31' and half_term_name is null"
    assert ask(tables, days) == [(0,)]
