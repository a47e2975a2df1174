"""How clauses are told: what can be said of each, what was counted, and two policies side by side."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard import policy_pairs, promises, wording
from dashboard.audiences import audience
from pipelines.controls import load_controls
from pipelines.policies import load_policies

COUNTED = {"met": 0, "missed": 0, "pending": 0, "evidence": "measured", "status": "met", "answer": None}
CONTROLS = load_controls()
POLICIES = load_policies(CONTROLS)


@pytest.fixture(autouse=True)
def _on_the_sample(monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    """Policies are those that the build in view found."""
    monkeypatch.setenv("OVERSIGHT_DATA", str(sample))


@pytest.mark.parametrize(
    ("status", "group"),
    [
        ("met", "Kept"),
        ("attested", "Kept"),
        ("partly_met", "Partly kept"),
        ("not_met", "Not kept"),
        ("no_data", "Not known"),
        ("not_judged", "Not known"),
        ("not_yet_due", promises.NOTHING_TO_JUDGE),
        ("not_applicable", promises.NOTHING_TO_JUDGE),
    ],
)
def test_what_can_be_said_of_a_promise(status, group):
    assert promises.name_group(status) == group


def test_every_status_is_in_one_group_at_most():
    grouped = [status for statuses in promises.GROUPS.values() for status in statuses]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= set(wording.STATUSES)
    assert promises.MEANINGS.keys() == promises.GROUPS.keys()


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ({"met": 9, "missed": 3}, "9 of 12 as promised"),
        ({"met": 9, "missed": 3, "pending": 1}, "9 of 12 as promised, 1 not due yet"),
        ({"pending": 1200}, "1,200 not due yet"),
        ({}, ""),
        ({"evidence": "breach", "missed": 2}, "2 breaches"),
        ({"evidence": "breach", "missed": 1}, "one breach"),
        ({"evidence": "breach"}, "no breaches"),
        ({"evidence": "breach", "status": "no_data"}, ""),
        ({"evidence": "breach", "status": "not_judged", "missed": 4}, ""),
    ],
)
def test_what_was_counted_for_a_clause(clause, said):
    assert promises.count_in_words(COUNTED | clause) == said


def test_a_clause_s_cases_are_opened_by_its_id_and_school():
    assert promises.entry_name({"clause_id": "BPS-05", "school_id": "ash"}) == "BPS-05 ash"


ADOPTABLE = sorted(key for key, policy in POLICIES.items() if not policy.every_school)
PAIRS = [(one, other) for one in ADOPTABLE for other in ADOPTABLE if one < other]


def test_only_what_a_school_can_adopt_is_compared():
    offered = policy_pairs.policies_to_compare()
    assert sorted(offered) == ADOPTABLE
    assert list(offered.values()) == sorted(offered.values())
    assert "legal" not in offered


def promises_of(key):
    """The clause ids of a policy by theme and control."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for clause in POLICIES[key].clauses:
        by_place.setdefault((wording.theme(clause.theme), CONTROLS[clause.control].question), []).append(clause.id)
    return by_place


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_policies_stand_side_by_side_and_no_clause_is_lost(one, other):
    rows = policy_pairs.compare_policies(one, other)
    rows = rows[rows["Asked"] != policy_pairs.PAST_PUPILS_ASKED]
    for key in (one, other):
        column, expected = rows[POLICIES[key].title], promises_of(key)
        told = " ".join(column)
        assert all(f"{clause.id}: " in told for clause in POLICIES[key].clauses)
        without = [place not in expected for place in zip(rows["Theme"], rows["Asked"], strict=True)]
        assert [cell == policy_pairs.NO_SUCH_PROMISE for cell in column] == without


@pytest.mark.parametrize(("one", "other"), PAIRS[:3])
def test_rows_stand_in_the_order_of_the_themes(one, other):
    themes = [wording.theme(name) for name in wording.THEMES]
    places = [themes.index(theme) for theme in policy_pairs.compare_policies(one, other)["Theme"]]
    assert places == sorted(places)


def test_a_policy_beside_itself_promises_the_same_twice():
    rows = policy_pairs.compare_policies("barnes", "barnes")
    assert rows.iloc[:, 2].equals(rows.iloc[:, 3])
    own = rows[rows["Asked"] != policy_pairs.PAST_PUPILS_ASKED]
    assert policy_pairs.NO_SUCH_PROMISE not in set(own.iloc[:, 2])


def test_the_clauses_of_a_table_are_told_in_words():
    clauses = pd.DataFrame(
        [
            COUNTED | {"school_name": "Oak", "clause_id": "A-1", "requirement": "Reply.", "met": 3, "missed": 1,
                       "status": "partly_met"},
            COUNTED | {"school_name": "Ash", "clause_id": "A-2", "requirement": "No insults.", "evidence": "breach"},
        ]
    )  # fmt: skip

    meeting = audience("closed_meeting")
    one, several = (SimpleNamespace(is_one_school=is_one, audience=meeting) for is_one in (True, False))
    told = promises.list_in_words(clauses, several)
    assert told.to_dict("list") == {
        "School": ["Oak", "Ash"],
        "Clause": ["A-1", "A-2"],
        "Promise": ["Reply.", "No insults."],
        "Status": ["Partly kept", "Kept"],
        "Count or answer": ["3 of 4 as promised", "no breaches"],
    }
    assert "School" not in promises.list_in_words(clauses, one)
    first = clauses.iloc[0].to_dict()
    assert promises.describe(first, one) == "**Partly kept\\: 3 of 4 as promised**  \nA\\-1\\: Reply\\."
    assert promises.describe(first, several).startswith("**Oak\\: Partly kept\\: 3 of 4 as promised**")
