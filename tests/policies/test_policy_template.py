"""The template of a new policy: it names every control, and what it proposes is accepted."""

import re
from pathlib import Path

import pytest

from pipelines.controls import load_controls
from pipelines.errors import PolicyError
from pipelines.policies import load_policies
from pipelines.policy_template import write_policy_template
from pipelines.settings import POLICIES

FIXTURE_CONTROLS = load_controls(Path(__file__).parent / "controls")
CONTROLS = load_controls() | FIXTURE_CONTROLS


def uncomment(text: str, marks: str) -> str:
    """The template with the lines of each clause put in use: '#' the needed ones, '##?' the others too."""
    return re.sub(f"^{marks}(?=[a-z\\[])", "", text, flags=re.MULTILINE)


def fill_in(text: str) -> str:
    """What a person writes between the empty quotes; names to choose from are among what the line's comment accepts."""
    return re.sub(r'^theme = ""', 'theme = "conduct"', text, flags=re.MULTILINE).replace('= ""', '= "Said."')


def test_a_fresh_template_asks_for_what_is_missing(tmp_path: Path):
    write_policy_template("greenfield", tmp_path, CONTROLS)
    with pytest.raises(PolicyError) as error:
        load_policies(CONTROLS, [tmp_path])
    assert error.value.what.split("\n  - ")[1:] == [
        "greenfield.toml: policy, title: It is blank.",
        "greenfield.toml: policy, source: It is blank.",
        "greenfield.toml: policy, clauses: It is missing. [[clauses]] before each promise.",
    ]


def test_every_control_can_be_used_as_the_template_proposes(tmp_path: Path):
    path = write_policy_template("greenfield", tmp_path, CONTROLS)
    path.write_text(fill_in(uncomment(path.read_text(), "#")))
    policy = load_policies(CONTROLS, [tmp_path])["greenfield"]
    assert [clause.control for clause in policy.clauses] == list(CONTROLS)
    assert [clause.evidence for clause in policy.clauses] == [control.evidence for control in CONTROLS.values()]


def test_what_may_be_left_out_is_proposed_too(tmp_path: Path):
    controls = {
        name: control.model_copy(update={"one_of": []}) for name, control in CONTROLS.items()
    }  # the template proposes the alternatives of a group too, of which a clause takes one
    path = write_policy_template("greenfield", tmp_path, controls)
    path.write_text(fill_in(uncomment(path.read_text(), "##?")))
    policy = load_policies(controls, [tmp_path])["greenfield"]
    assert policy.review_months == 12
    assert [set(clause.parameters) for clause in policy.clauses] == [set(c.parameters) for c in controls.values()]


def test_the_first_of_a_group_is_proposed():
    assert CONTROLS["answered_within"].one_of == [["hours", "share"]]


def test_nothing_is_overwritten(tmp_path: Path):
    path = write_policy_template("greenfield", tmp_path / "new", FIXTURE_CONTROLS)
    path.write_text("mine")
    with pytest.raises(PolicyError, match="already"):
        write_policy_template("greenfield", tmp_path / "new", FIXTURE_CONTROLS)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["barnes", "Barnes", "SNMAT", "legal"])
def test_the_name_of_a_policy_of_the_project_is_refused_before_a_load_does_it(name: str, tmp_path: Path):
    with pytest.raises(PolicyError, match="already") as error:
        write_policy_template(name, tmp_path, FIXTURE_CONTROLS)
    assert error.value.where == str(POLICIES / f"{name.lower()}.toml")
    assert error.value.do == "Choose another name."
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_differs_in_capitals_alone_is_refused(tmp_path: Path):
    write_policy_template("greenfield", tmp_path, FIXTURE_CONTROLS)
    with pytest.raises(PolicyError, match="already") as error:
        write_policy_template("Greenfield", tmp_path, FIXTURE_CONTROLS)
    assert error.value.do == "Edit it, or choose another name."
    assert [path.name for path in tmp_path.iterdir()] == ["greenfield.toml"]


@pytest.mark.parametrize("name", ["", "green field", "../greenfield", "a/b"])
def test_a_name_that_cannot_be_a_key_is_refused(name: str, tmp_path: Path):
    with pytest.raises(PolicyError, match="letters and digits"):
        write_policy_template(name, tmp_path, FIXTURE_CONTROLS)
    assert list(tmp_path.iterdir()) == []
