"""The Action list: names for the leader of the school and for nobody else, of nobody else, and on record."""

import json
from datetime import date

import pytest

from dashboard.roles import known_roles
from pipelines.build import build
from pipelines.progress import Steps
from pipelines.settings import Settings
from tests.dashboard.viewers import claims, sit_down, write_list

PERIOD = {"span": "Half-term", "period": "Spring 1 2025/26"}
FILES = {
    "schools": "school_id,school_name,nation,policy\nash,Ashgrove Academy,england,snmat\nelm,Elmwood,england,snmat\n",
    "people": (
        "person_id,school_id,name,email,role,started_on,left_on\n"
        "E1,ash,Zebedee Quill,zq@ash.test,teacher,2020-09-01,\n"
        "E2,ash,,mh@ash.test,teacher,2020-09-01,\n"
        "E3,elm,Lucy Westenra,lw@elm.test,teacher,2020-09-01,\n"
        "E4,ash,Arthur Holmwood,ah@ash.test,teacher,2020-09-01,\n"
    ),
    "policy_versions": "policy_id,version,issued_on,next_review_on\nsnmat,1,2020-09-01,2030-09-01\n",
    "training": "person_id,course,module,completed_on\nE4,social media,annual_update,2025-10-01\n",
}


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Two schools with teachers of whom most have neither read the policy nor been trained."""
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    settings = Settings(tmp_path / "data", date(2026, 3, 6))
    settings.inbox.mkdir(parents=True)
    for name, text in FILES.items():
        (settings.inbox / f"{name}.csv").write_text(text)
    build(settings, Steps(quiet=True))
    return settings.data


def text_of(app):
    tables = " ".join(block.value.to_csv() for block in app.table)
    said = [*app.markdown, *app.warning, *app.info, *app.caption, *app.error, *app.header, *app.subheader]
    return (tables + " ".join(block.value for block in said)).replace("\\", "")


def audit_lines(data):
    return [
        json.loads(line) for path in sorted((data / "audit").glob("*.jsonl")) for line in path.read_text().splitlines()
    ]


def test_a_leader_reads_whom_to_speak_to(data, open_page):
    app = open_page("action_list", data=data, school="Ashgrove Academy", **PERIOD)
    said = text_of(app)
    assert "Zebedee Quill" in said
    assert "mh@ash.test" in said  # no name was handed in, so the address has to do
    assert "Lucy Westenra" not in said
    assert "Have this person trained" in said
    assert "about" in app.markdown[0].value and "people" in app.markdown[0].value


def test_each_showing_is_on_record_without_a_name(data, open_page):
    open_page("action_list", data=data, school="Ashgrove Academy", **PERIOD)
    lines = [line for line in audit_lines(data) if line["action"] == "names"]
    assert lines and all(line["people"] >= 2 and line["actor"] == "local" for line in lines)
    assert "Quill" not in json.dumps(lines) and "ash.test" not in json.dumps(lines)


def test_what_cannot_be_put_on_record_is_not_shown(data, open_page, monkeypatch):
    def refuse(*_arguments, **_counts):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.audit.record", refuse)
    said = text_of(open_page("action_list", data=data, school="Ashgrove Academy", **PERIOD))
    assert "The names cannot be shown" in said and "Quill" not in said
    assert "not in the vault" in said


def test_without_the_key_the_list_stands_with_pseudonyms(data, open_page, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_KEY", "quite another key for these tests")
    said = text_of(open_page("action_list", data=data, school="Ashgrove Academy", **PERIOD))
    assert "does not open with this key" in said and "Quill" not in said


def test_there_is_no_file_of_names(data, open_page):
    app = open_page("action_list", data=data, school="Ashgrove Academy", **PERIOD)
    labels = [element.label for element in app.get("download_button")]
    assert all("freshness" in label or "Download" not in label for label in labels)


@pytest.mark.parametrize("audience", ["circulated", "public"])
def test_no_other_audience_has_the_page(data, open_page, audience):
    titles = {"circulated": "Papers sent out before or after a meeting", "public": "Public"}
    app = open_page("action_list", data=data, school="Ashgrove Academy", audience=titles[audience], **PERIOD)
    if "closed meeting only" not in text_of(app):
        app = open_page("action_list", data=data, school="Ashgrove Academy", audience=audience, **PERIOD)
    assert "closed meeting only" in text_of(app)
    assert "Quill" not in text_of(app)


@pytest.mark.parametrize("role", sorted(known_roles()))
def test_only_a_school_leader_sees_names_and_only_of_the_own_school(data, monkeypatch, role):
    write_list(data, ("x@ash.test", role, "ash"))
    with sit_down(data, claims("x@ash.test"), monkeypatch) as seat:
        seat.go("action_list", **PERIOD)
        said = text_of(seat.app)
    assert ("Zebedee Quill" in said) == (role == "school_leader")
    assert "Lucy Westenra" not in said


def test_nothing_to_do_is_said(bare, open_page):
    app = open_page("action_list", data=bare)
    assert "Nothing is left to do about anybody at Ashgrove Academy" in text_of(app)
    assert not [line for line in audit_lines(bare) if line["action"] == "names"]
