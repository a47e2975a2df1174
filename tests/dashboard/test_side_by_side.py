"""Schools side by side: the gate, the groups, the pooled figure, and what is said of them; slow twins of the sums."""

import random

import pandas as pd
import pytest

from dashboard.audiences import audience
from dashboard.compare.comparable import pooled_figure
from dashboard.compare.funnel import Funnel
from dashboard.compare.refusal import Refusal
from dashboard.comparison import words
from dashboard.comparison.side_by_side import NO_PUPILS, put_side_by_side
from dashboard.comparison.tables import AGAINST, IN_SPREAD, PENDING, SHARE, TOTAL, declare, tabulate
from dashboard.comparison.topics import BY_NAME, TOPICS, asked_controls
from dashboard.disclosure import disclose
from dashboard.parts import definition

CHECKS, REPLIES, TRAINING, INCIDENTS = (BY_NAME[name] for name in ("checks", "replies", "training", "incidents"))
WEEKLY, DAILY = "every week of term", "every school day"


def row(school, count=None, out_of=None, promise=WEEKLY, completeness=1.0, pending=0):
    """A school; without a count it did not report."""
    has_reported = count is not None
    return {
        "school_id": school.lower(),
        "school": school,
        "count": count if has_reported else float("nan"),
        "out_of": out_of if has_reported else float("nan"),
        "pending": pending,
        "promise": promise,
        "clauses": "SNMAT-23" if promise else "",
        "completeness": completeness if has_reported else 0.0,
    }


def rows_of(*schools):
    return pd.DataFrame(schools).astype({"count": float, "out_of": float, "promise": object})


def compare(*schools, topic=CHECKS, chosen=""):
    return put_side_by_side(topic, rows_of(*schools), chosen)


ALIKE = (row("Ash", 57, 60), row("Beech", 56, 60), row("Cedar", 58, 60))
STEADY = tuple(row(f"S{number}", 57, 60) for number in range(7))
APART = (row("Ash", 57, 60), row("Beech", 57, 60), row("Cedar", 57, 60), row("Dale", 30, 60))


def test_schools_that_promise_the_same_are_all_compared():
    found = compare(*ALIKE)
    assert found.refusal is None
    assert isinstance(found.funnel, Funnel)
    assert found.apart == []
    assert found.compared["school"].tolist() == ["Ash", "Beech", "Cedar"]


def test_a_school_far_off_stands_apart():
    assert compare(*APART).apart == ["Dale"]


def test_other_promises_are_refused_and_the_largest_group_compared():
    found = compare(*APART, row("Elm", 200, 300, DAILY), row("Fir", 290, 300, DAILY))
    assert found.refusal is not None
    assert found.refusal.reason.startswith("The schools check at different intervals")
    assert list(found.groups) == [WEEKLY, DAILY]
    assert (found.chosen, found.apart) == (WEEKLY, ["Dale"])


def test_the_reader_may_choose_the_other_group():
    found = compare(*APART, row("Elm", 200, 300, DAILY), row("Fir", 290, 300, DAILY), chosen=DAILY)
    assert found.chosen == DAILY
    assert found.compared["school"].tolist() == ["Elm", "Fir"]


def test_a_group_that_nobody_forms_is_not_chosen():
    assert compare(*APART, row("Elm", 200, 300, DAILY), row("Fir", 290, 300, DAILY), chosen="monthly").chosen == WEEKLY


def test_a_promise_that_one_school_alone_makes_forms_no_group():
    found = compare(*APART, row("Elm", 200, 300, DAILY))
    assert list(found.groups) == [WEEKLY]


def test_schools_that_all_promise_something_else_are_not_compared_at_all():
    found = compare(row("Ash", 5, 6, WEEKLY), row("Beech", 5, 6, DAILY), topic=REPLIES)
    assert found.groups == {}
    assert found.funnel is found.refusal
    assert found.refusal.reason.startswith("The schools promise different things")
    assert found.compared.empty


def test_a_school_without_the_promise_neither_refuses_nor_counts():
    found = compare(*APART, row("Elm", promise=None))
    assert found.refusal is None
    assert found.pooled.reported == 4
    assert "No promise adopted: Elm." in words.say_not_compared(found)


@pytest.mark.parametrize(("schools", "reported"), [((), 0), ((ALIKE[0],), 1)])
def test_nobody_or_one_that_reported_is_no_comparison(schools, reported):
    found = compare(*schools, row("Elm"), row("Fir"))
    assert isinstance(found.funnel, Refusal)
    assert found.refusal.reason.startswith(f"{reported} of {len(schools) + 2} schools reported")


def test_much_less_of_the_period_is_refused_within_a_group_too():
    elms = (row("Elm", 100, 100, DAILY), row("Fir", 10, 10, DAILY, completeness=0.1), row("Gorse", 90, 100, DAILY))
    found = compare(row("Ash", 1, 1), *elms)
    assert isinstance(found.funnel, Refusal)
    assert "Fir" in found.funnel.reason


def test_a_rate_without_any_pupils_is_refused():
    schools = (row("Ash", 3, float("nan"), ""), row("Beech", 2, float("nan"), ""))
    assert compare(*schools, topic=INCIDENTS).funnel is NO_PUPILS


def test_the_pooled_figure_is_sum_over_sum():
    """The slow twin: add up what reported, school by school."""
    chance = random.Random(7)
    for _ in range(50):
        schools = []
        for number in range(chance.randint(1, 30)):
            out_of = chance.randint(0, 90)
            has_reported = chance.random() < 0.8
            schools.append(row(f"S{number}", *((chance.randint(0, out_of), out_of) if has_reported else ())))
        kept = judged = reported = 0
        for school in schools:
            if school["count"] == school["count"]:
                kept, judged, reported = kept + school["count"], judged + school["out_of"], reported + 1
        pooled = pooled_figure(rows_of(*schools))
        assert (pooled.count, pooled.out_of, pooled.reported, pooled.schools) == (kept, judged, reported, len(schools))
        if judged:
            assert pooled.share == pytest.approx(kept / judged)


def test_the_pooled_figure_is_no_mean_of_shares():
    pooled = compare(row("Ash", 6, 6), row("Beech", 60, 120)).pooled
    assert pooled.share == pytest.approx(66 / 126)
    assert pooled.share != pytest.approx((1 + 0.5) / 2)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (compare(*ALIKE), ("171 of 180", "95%; 3 of 3 schools reported")),
        (compare(row("Ash", 6, 6), row("Elm")), ("6 of 6", "100%; 1 of 2 schools reported")),
        (compare(row("Ash"), row("Elm")), ("No data", "0 of 2 schools reported")),
        (
            compare(row("Ash", 9, 10, WEEKLY), row("Elm", 8, 10, DAILY)),
            ("17 of 20", "85%; each by its own promise; 2 of 2 schools reported"),
        ),
        (
            compare(row("Ash", 3, 200, ""), row("Elm", 0, 300, ""), topic=INCIDENTS),
            ("0.60", "3 incidents, 500 pupils; 2 of 2 schools reported"),
        ),
    ],
)
def test_the_trust_figure_in_words(found, said):
    assert words.say_pooled(found) == said


def test_the_answer_names_each_school_with_what_it_differs_on():
    trained = compare(*APART[:3], row("Dale", 31, 60), topic=TRAINING)
    said = words.say_answer([compare(*APART), trained])
    assert said == "Dale (checks made and training complete) differs from the others by more than chance."


def test_the_answer_counts_what_cannot_be_compared():
    refused = compare(row("Ash"), row("Beech"), topic=REPLIES)
    said = words.say_answer([compare(*ALIKE), refused])
    assert said == "No school stands out from the others on the one measure compared. One measure cannot be compared."


def test_the_answer_where_nothing_can_be_compared():
    assert words.say_answer([compare(row("Ash"), row("Beech"))]).startswith("It cannot be said:")


def test_schools_in_the_answer_stand_from_a_to_z_and_many_are_counted():
    two = words.say_answer([compare(*STEADY, row("Zed", 30, 60), row("Ash", 30, 60))])
    assert two.startswith("Ash (checks made) and Zed (checks made) differ from the others")
    four = [compare(*STEADY, row(name, 30, 60), topic=topic) for name, topic in zip("ABCD", TOPICS[:4], strict=True)]
    assert words.say_answer(four).startswith(
        "4 schools differ from the others by more than chance on one measure or more."
    )


def spread():
    """Twelve schools that all differ by more than chance, none of them standing out."""
    return compare(*(row(f"S{number:02d}", 500 + 35 * number, 1000) for number in range(12)))


def test_from_ten_schools_on_the_lines_allow_for_a_spread_and_it_is_told():
    found = spread()
    assert found.funnel.tau2 > 0
    assert found.apart == []
    said = words.say_finding(found)
    assert "None of 12 schools stands out from the spread of all." in said
    assert "times as much as chance alone would make them (phi), and the lines allow for it." in said
    assert "would lie outside too." in said
    assert words.title_of(found) == "Checks made: the schools spread, none stands out"
    assert "they spread more than chance explains on checks made" in words.say_answer([found])
    assert IN_SPREAD in set(tabulate(found)[AGAINST])


def test_below_ten_schools_the_lines_never_widen_and_phi_is_told():
    found = compare(*(row(f"S{number:02d}", 500 + 60 * number, 1000) for number in range(8)))
    assert found.funnel.tau2 == 0
    assert "with fewer than ten schools the lines do not allow for that." in words.say_spread(found)


def test_no_more_spread_than_chance_is_said_so():
    assert words.say_spread(compare(*ALIKE)).startswith("The schools spread no more than chance alone would make them")


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (compare(*ALIKE), "Checks made: no school differs by more than chance"),
        (compare(*APART), "Checks made: Dale differs"),
        (
            compare(*[row(f"S{n}", 59, 60) for n in range(6)], row("Y", 30, 60), row("Z", 31, 60)),
            "Checks made: 2 schools differ",
        ),
    ],
)
def test_the_title_is_the_finding_in_ten_words_or_fewer(found, title):
    assert words.title_of(found) == title
    assert len(title.split()) <= 10


def test_the_table_stands_from_a_to_z_with_the_total_last():
    rows = tabulate(compare(*APART))
    assert rows["School"].tolist() == ["Ash", "Beech", "Cedar", "Dale", TOTAL]
    assert rows["Made"].tolist() == [57, 57, 57, 30, 201]
    assert rows[SHARE].tolist() == [95, 95, 95, 50, 83.8]


def test_the_range_is_that_of_wilson():
    rows = tabulate(compare(row("Ash", 81, 263), row("Beech", 15, 148))).set_index("School")
    # Newcombe 1998, Table I.
    assert rows.loc["Ash", ["95% range from", "95% range to"]].tolist() == [25.5, 36.6]
    assert rows.loc["Beech", ["95% range from", "95% range to"]].tolist() == [6.2, 16.0]


def test_what_is_not_due_yet_has_its_column_only_where_there_is_any():
    assert PENDING not in tabulate(compare(*ALIKE))
    rows = tabulate(compare(row("Ash", 5, 6, pending=2), row("Beech", 5, 6)))
    assert rows[PENDING].tolist() == [2, 0, 2]


@pytest.mark.parametrize("name", ["closed_meeting", "circulated", "public"])
def test_the_gate_knows_every_column_of_the_table(name):
    for found in (compare(*APART), compare(row("Ash", 3, 200, ""), row("Elm", 1, 300, ""), topic=INCIDENTS)):
        assert disclose(declare(found), audience(name)).values["School"].tolist()[-1] == TOTAL


def test_every_topic_has_a_definition_and_a_page_and_pairs_of_controls():
    for topic in TOPICS:
        assert definition(topic.term)
        assert topic.page
    asked = asked_controls()
    assert len(asked["topics"]) == len(asked["controls"]) == 6
    assert asked_controls((CHECKS,)) == {"topics": ["checks"], "controls": ["monitoring_cadence"]}
