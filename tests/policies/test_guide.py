"""The guide's policy is accepted, what the guide prints is what happens, and the glossary is fit to be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from pipelines.controls import load_controls
from pipelines.errors import PolicyError
from pipelines.explain import explain
from pipelines.policies import load_policies
from pipelines.settings import ROOT
from tests.trusts import build_trust

GUIDES = ROOT / "docs" / "guides"
GUIDE = (GUIDES / "new-policy.md").read_text(encoding="utf-8")
OAKHILL = (GUIDES / "oakhill.toml").read_text(encoding="utf-8")
CONTROLS = load_controls()
RULE = "Every enquiry is answered within {days} school days; an acknowledgement counts; in at least 90% of cases"


def blocks_of(kind: str) -> list[str]:
    """What stands between the guide's ```kind fences."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def without_lists(text: str) -> str:
    """A message without what a control accepts, which may grow without the guide being wrong."""
    return re.sub(r"(Accepted|The control has): .*", "", text)


def load_from(folder: Path, text: str) -> dict:
    (folder / "oakhill.toml").write_text(text, encoding="utf-8")
    return load_policies(CONTROLS, [folder])


def test_the_guide_s_policy_is_accepted_beside_the_five():
    policies = load_policies(CONTROLS, [ROOT / "data" / "policies", GUIDES])
    assert [clause.id for clause in policies["oakhill"].clauses] == [f"OAK-{number:02}" for number in range(1, 10)]


@pytest.mark.parametrize("block", blocks_of("toml"))
def test_what_the_guide_prints_is_in_the_file(block: str):
    assert block in OAKHILL


def test_each_control_that_the_guide_names_is_used():
    named = re.findall(r"^\| .* \| `(\w+)` \|$", GUIDE, re.MULTILINE)
    assert sorted(named) == sorted(re.findall(r'^control = "(\w+)"', OAKHILL, re.MULTILINE))


def test_the_guide_s_mistakes_are_told_as_printed(tmp_path: Path):
    mistaken = (
        OAKHILL.replace("{ working_days = 3,", "{ working_day = 3,")
        .replace('id = "OAK-02"\ntheme = "accounts"\n', 'id = "OAK-02"\n')
        .replace("staff+governors", "staff+governers")
    )
    with pytest.raises(PolicyError) as error:
        load_from(tmp_path, mistaken)
    (printed,) = blocks_of("text")
    assert without_lists(f"{error.value}\n") == without_lists(printed)


def ask(number: int, asked_on: str, answered_on: str) -> list[dict[str, str]]:
    """An enquiry on Oakhill's page, and a reply that only acknowledges it."""
    both = {"account_id": "page", "kind": "message", "thread_id": str(number)}
    reply = {"direction": "outbound", "in_reply_to": f"{number}a", "acknowledgement": "yes"}
    return [
        {**both, "item_id": f"{number}a", "direction": "inbound", "sent_at": f"{asked_on}T10:00"},
        {**both, **reply, "item_id": f"{number}b", "sent_at": f"{answered_on}T10:00"},
    ]


@pytest.fixture(scope="module")
def oakhill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """Oakhill, judged: in June and in September somebody heard back on the fourth school day."""
    school = {"school_id": "900201", "school_name": "Oakhill", "nation": "england", "policy": "oakhill"}
    account = {"account_id": "page", "school_id": "900201", "platform": "facebook", "opened_on": "2025-09-01"}
    activity = [*ask(1, "2026-06-08", "2026-06-12"), *ask(2, "2026-09-07", "2026-09-11")]
    tables = {"schools": [school], "accounts": [account], "activity": activity}
    policies = load_from(tmp_path_factory.mktemp("oakhill"), OAKHILL)
    with build_trust(tables, "2026-11-20", policies) as connection:
        yield connection


@pytest.mark.parametrize(
    ("period", "days", "outcome"), [("Summer 2 2025/26", 5, "met"), ("Autumn 1 2026/27", 3, "missed")]
)
def test_a_changed_target_judges_what_began_after_it(oakhill, period: str, days: int, outcome: str):
    explained = explain(oakhill, "OAK-05", "900201", period)
    assert explained.rule == RULE.format(days=days)
    assert list(explained.cases.outcome) == [outcome]


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"^\| (?!word \||---)(.+?) \| (.+?) \|$", GLOSSARY, re.MULTILINE)


def test_the_glossary_has_each_word_once_and_in_order():
    words = [word.casefold() for word, _ in TERMS]
    assert len(words) == len(set(words))
    for section in GLOSSARY.split("\n## ")[1:]:
        listed = [word.casefold() for word, _ in TERMS if f"| {word} |" in section]
        assert listed == sorted(listed)


@pytest.mark.parametrize(("word", "meaning"), TERMS, ids=[word for word, _ in TERMS])
def test_each_meaning_is_a_line_that_ends(word: str, meaning: str):
    assert len(meaning.split()) <= 28
    assert meaning.endswith(".")


def test_every_status_of_a_clause_is_explained():
    statuses = {"met", "partly met", "not met", "not yet due", "attested", "no data", "not applicable"}
    outcomes = {"met", "missed", "pending"}
    assert statuses | outcomes <= {word for word, _ in TERMS}
