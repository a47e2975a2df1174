"""What a scope looks at of the released tables: numbers, sums of shown parts alone, rows, and how they are said."""

from datetime import date, datetime

import pandas as pd
import pytest

from dashboard.audiences import audience
from dashboard.disclosure import HIDDEN, Disclosed, disclose
from dashboard.published import Table
from dashboard.publishing.look import Look, add, say, say_out_of, say_share
from dashboard.publishing.reach import Reach
from dashboard.scope import Scope

AUTUMN, WINTER, SPRING = "Autumn 1 2025/26", "Autumn 2 2025/26", "Spring 1 2025/26"
REACH = Reach(
    names={"ash": "Ashgrove", "birch": "birchwood", "cwm": "Y Cwm"},
    groups={"trust North": ("ash", "birch")},
    half_terms=(AUTUMN, WINTER, SPRING),
    years={"2025/26": (AUTUMN, WINTER, SPRING)},
    terms={"Autumn 2025/26": (AUTUMN, WINTER), "Spring 2025/26": (SPRING,)},
)
SHOWN = {
    ("ash", SPRING): 9, ("ash", AUTUMN): 12, ("ash", WINTER): 30,
    ("birch", AUTUMN): "c", ("birch", WINTER): 11,
    ("cwm", AUTUMN): 7,
    ("trust North", AUTUMN): 14, ("trust North", "2025/26"): 65,
}  # fmt: skip


def released() -> Disclosed:
    rows = pd.DataFrame([(*place, value) for place, value in SHOWN.items()], columns=["school_id", "period", "n"])
    hidden = rows.eq(HIDDEN)
    values = rows.mask(hidden).astype({"n": "Int64"})
    return Disclosed(values.assign(wait=values["n"].astype(str) + " h"), hidden.assign(wait=False))


def look_of(*schools: str, period: str = AUTUMN) -> Look:
    days = date(2025, 9, 1), date(2025, 11, 2)
    kind = "half_term" if " 1 " in period or " 2 " in period else "term" if " " in period else "year"
    scope = Scope(
        schools,
        "in view",
        kind,
        period,
        *days,
        True,
        date(2026, 3, 6),
        datetime(2026, 3, 6),
        audience=audience("public"),
    )
    return Look(scope, REACH, {"periods": released()})


@pytest.mark.parametrize(
    ("schools", "period", "expected"),
    [
        (["ash"], AUTUMN, 12),
        (["birch"], AUTUMN, HIDDEN),
        (["birch"], SPRING, None),
        (["ash", "birch"], AUTUMN, 14),
        (["ash", "birch"], "2025/26", 65),
        (["ash", "cwm"], AUTUMN, None),
        (["ash"], "Autumn 2025/26", 42),
        (["birch"], "Autumn 2025/26", HIDDEN),
        (["cwm"], "Autumn 2025/26", 7),
        (["cwm"], "Spring 2025/26", None),
    ],
)
def test_a_number_is_shown_hidden_or_not_known(schools, period, expected):
    assert look_of(*schools, period=period).number("periods", "n") == expected


def test_a_number_of_another_place_is_asked_for_by_name():
    assert look_of("ash").number("periods", "n", school_id="cwm") == 7
    assert look_of("ash").number("periods", "n", period=SPRING) == 9


def test_half_terms_stand_in_their_order_whatever_the_rows():
    rows = look_of("ash").by_half_term("periods", {"n": "Enquiries"})
    assert rows.shown.to_dict("list") == {"Half-term": [AUTUMN, WINTER, SPRING], "Enquiries": [12, 30, 9]}
    assert rows.note == ""


def test_a_hidden_half_term_is_told_under_its_table():
    rows = look_of("birch").by_half_term("periods", {"n": "Enquiries"})
    assert rows.shown["Enquiries"].tolist() == [HIDDEN, 11]
    assert rows.note.startswith("c: 1 figure is hidden")


def test_schools_stand_from_a_to_z_and_those_without_data_are_left_out():
    rows = look_of("cwm", "ash", "birch").by_school("periods", {"n": "Enquiries"})
    assert rows.shown.to_dict("list") == {"School": ["Ashgrove", "birchwood", "Y Cwm"], "Enquiries": [12, HIDDEN, 7]}
    assert look_of("cwm", "ash", period=SPRING).by_school("periods", {"n": "N"}).shown["School"].tolist() == [
        "Ashgrove"
    ]


def test_schools_in_a_term_are_sums_of_what_is_shown():
    rows = look_of("ash", "birch", period="Autumn 2025/26").by_school("periods", {"n": "Enquiries"})
    assert rows.shown["Enquiries"].tolist() == [42, HIDDEN]


def test_no_school_outside_the_view_is_listed():
    assert look_of("ash", "birch").by_school("periods", {"n": "N"}).shown["School"].tolist() == [
        "Ashgrove",
        "birchwood",
    ]


def test_a_table_that_was_not_released_has_no_number_and_no_row():
    look = look_of("ash")
    assert look.number("platforms", "n") is None
    assert look.word("platforms", "wait") == ""


def test_words_are_given_of_the_place_and_period_in_view_and_of_no_term():
    assert look_of("ash").word("periods", "wait") == "12 h"
    assert look_of("ash", period="Autumn 2025/26").word("periods", "wait") == ""


@pytest.mark.parametrize(
    ("period", "year", "last"),
    [
        (AUTUMN, "2025/26", AUTUMN),
        ("Autumn 2025/26", "2025/26", WINTER),
        ("2025/26", "2025/26", SPRING),
    ],
)
def test_a_period_lies_in_a_year_and_ends_with_a_half_term(period, year, last):
    look = look_of("ash", period=period)
    assert (look.year, look.last_half_term) == (year, last)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((3, 4), 7), ((3, HIDDEN), HIDDEN), ((3, None), 3), ((None, None), None), ((None, HIDDEN), HIDDEN), ((), None)],
)
def test_a_sum_with_a_hidden_part_is_hidden(numbers, expected):
    assert add(*numbers) == expected


@pytest.mark.parametrize(
    ("part", "whole", "said", "share"),
    [
        (46, 48, "46 of 48", "95.8%"),
        (HIDDEN, 48, "c of 48", ""),
        (46, HIDDEN, "c", ""),
        (None, 48, "No data", ""),
        (0, 0, "0 of 0", ""),
        (1204, 1204, "1,204 of 1,204", "100%"),
    ],
)
def test_a_share_is_said_with_what_may_be_seen_of_it(part, whole, said, share):
    assert say_out_of(part, whole) == said
    assert say_share(part, whole) == share


def test_a_number_is_said_in_words():
    assert [say(1204), say(HIDDEN), say(None), say(0)] == ["1,204", "c", "No data", "0"]


def test_rows_and_columns_chosen_of_what_was_disclosed_keep_what_is_hidden():
    rows = pd.DataFrame({"school": ["ash", "birch", "all"], "n": [2, 30, 32], "m": [7, 8, 15]})
    disclosed = disclose(Table(rows, {"school": "all"}, ["n", "m"]), audience("public"))
    chosen = disclosed.only([2, 0], {"school": "School", "n": "Incidents"})
    assert list(chosen.shown) == ["School", "Incidents"]
    assert chosen.shown["School"].tolist() == [disclosed.values["school"][2], disclosed.values["school"][0]]
    assert chosen.hidden["Incidents"].tolist() == [disclosed.hidden["n"][2], disclosed.hidden["n"][0]]
