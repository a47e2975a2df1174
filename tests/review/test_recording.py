"""Recording on the page: what is kept, what is refused and why, two who record at once, who may."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dashboard.access import SignInNeededError, Viewer
from dashboard.meetings.entries import CardKey, find_history
from dashboard.meetings.visits import find_visits
from dashboard.review import card_form, recording
from pipelines.settings import Settings, now
from tests.dashboard.sample_build import AS_AT
from tests.review.conftest import record_card, words_of

CARD = "enquiries_overdue ash"
KEY = CardKey("enquiries_overdue", "ash", "")
QUESTION = "Who is answering the people who still wait for a reply?"
LEAVER = "leaver_has_access ash ash-f"
SPRING_2 = {"period": "Spring 2 2025/26"}


@pytest.fixture
def settings(data):
    return Settings(data=data, as_at=AS_AT)


def test_what_is_recorded_says_who_when_and_of_which_build(open_review, settings):
    before = now()
    record_card(open_review(open=CARD), CARD, "asked")
    [entry] = find_history(settings, ["ash"])
    assert (entry.key, entry.version, entry.recorded_by) == (KEY, 1, "local")
    assert before <= entry.recorded_at <= now()
    assert (entry.question, entry.clauses) == (QUESTION, ("BPS-05",))
    assert entry.figure.startswith("2 enquiries unanswered")
    assert (entry.looked_from, entry.looked_to) == (date(2026, 1, 5), date(2026, 2, 22))
    assert (settings.warehouse / f"oversight_{entry.build_id}.duckdb").exists()


@pytest.mark.parametrize(
    ("status", "answer", "due_on", "said"),
    [
        ("answered", "", None, "Not recorded yet. Write down the answer"),
        ("closed", "   ", None, "Not recorded yet. Write down the answer"),
        ("asked", "", date(2026, 12, 1), "Not recorded yet. Say which post owns the action"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(open_review, settings, status, answer, due_on, said):
    app = record_card(open_review(open=CARD), CARD, status, answer, due_on=due_on)
    assert said in app.error[0].value.replace("\\", "")
    assert app.text_area(key=f"answer of {CARD}").value == answer
    assert find_history(settings, ["ash"]) == []


def test_the_second_of_two_who_record_reads_the_first_and_loses_nothing(open_review, settings):
    first, second = open_review(open=CARD), open_review(open=CARD)
    record_card(first, CARD, "answered", "The office reads them.", "Business manager")
    record_card(second, CARD, "answered", "Nobody reads them.", "Headteacher")
    told = second.error[0].value.replace("\\", "")
    assert "Not recorded: somebody else recorded this question while you wrote." in told
    assert "Answer: “The office reads them.” Owner: Business manager." in told
    assert second.text_area(key=f"answer of {CARD}").value == "Nobody reads them."
    assert [entry.answer for entry in find_history(settings, ["ash"])] == ["The office reads them."]

    next(button for button in second.button if button.label == "Record").click()
    second.run()
    assert "Recorded as answered" in second.success[0].value
    assert [entry.answer for entry in find_history(settings, ["ash"])] == [
        "The office reads them.",
        "Nobody reads them.",
    ]


def test_words_of_an_answer_are_shown_and_never_run(open_review):
    words = "[click](https://example.org) <script>alert(1)</script> **bold** $x$ :red[x]"
    record_card(open_review(open=CARD), CARD, "answered", words)
    app = open_review(open=CARD)
    shown = next(block.value for block in app.main.markdown if "click" in block.value)
    for marked in ("[click]", "<script>", "**bold**", "$x$", ":red["):
        assert marked not in shown
    assert words in shown.replace("\\", "")


def test_a_folder_that_cannot_be_written_says_so_and_keeps_the_words(open_review, data):
    app = open_review(open=CARD)
    (data / "meetings").write_text("in the way")
    record_card(app, CARD, "answered", "It was said.")
    told = app.error[0].value.replace("\\", "")
    assert "Not recorded." in told and "let the dashboard write to this folder" in told


GOVERNOR = Viewer("safeguarding_governor", ("ash",), frozenset({"overview", "termly_review"}), ("closed_meeting",))


@pytest.mark.parametrize(
    ("now_looking", "is_recorded"),
    [
        (GOVERNOR, True),
        (replace(GOVERNOR, schools=("birch",)), False),
        (replace(GOVERNOR, pages=frozenset({"overview"})), False),
        (replace(GOVERNOR, audiences=("circulated",)), False),
    ],
)
def test_who_may_record_is_asked_when_recording(open_review, settings, monkeypatch, now_looking, is_recorded):
    form = open_review(open=CARD)
    monkeypatch.setattr(recording, "who", lambda: now_looking)
    monkeypatch.setattr(card_form, "who", lambda: now_looking)
    record_card(form, CARD, "asked")
    assert [entry.recorded_by for entry in find_history(settings, ["ash"])] == ["safeguarding_governor"] * is_recorded
    if not is_recorded:
        assert "you are not signed in any more, or may not record for this school" in form.error[0].value
    else:
        assert "by: safeguarding governor)" in words_of(open_review(open=CARD))


def test_who_is_signed_out_records_nothing_and_no_visit(open_review, settings, monkeypatch):
    def nobody():
        raise SignInNeededError("The sign-in has run out")

    form = open_review(open=CARD)
    monkeypatch.setattr(recording, "who", nobody)
    record_card(form, CARD, "asked")
    assert "Sign in, and record again" in form.error[0].value
    next(button for button in form.button if button.label == "Record the visit").click()
    form.run()
    assert "Sign in, and record again" in form.error[0].value
    assert find_history(settings, ["ash"]) == [] and find_visits(settings, ["ash"]) == []


def test_where_the_record_lies_is_not_told_to_who_does_not_look_after_it(open_review, data, monkeypatch):
    form = open_review(open=CARD)
    (data / "meetings").write_text("in the way")
    monkeypatch.setattr(recording, "who", lambda: GOVERNOR)
    record_card(form, CARD, "asked")
    told = form.error[0].value.replace("\\", "")
    assert "The record of meetings cannot be read or written. Tell your data manager." in told
    assert str(data) not in told


def audit_of(data):
    files = sorted((data / "audit").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_recording_is_on_record_with_its_state_and_none_of_its_words(open_review, data):
    app = record_card(open_review(open=CARD), CARD, "answered", "The office reads them.", "Business manager")
    record_card(open_review(open=CARD), CARD, "closed", "They do.", "Business manager")
    next(button for button in app.button if button.label == "Record the visit").click()
    app.run()
    lines = audit_of(data)
    assert [(line["actor"], line["action"], line.get("status")) for line in lines] == [
        ("local", "card", "answered"),
        ("local", "card", "closed"),
        ("local", "visit", None),
    ]
    assert all(set(line) <= {"at", "actor", "action", "status"} for line in lines)


def test_what_is_refused_or_came_second_is_not_on_record(open_review, data):
    first, second = open_review(open=CARD), open_review(open=CARD)
    record_card(first, CARD, "answered", "")
    assert audit_of(data) == []
    record_card(first, CARD, "asked")
    record_card(second, CARD, "closed", "Too late.")
    assert [line["status"] for line in audit_of(data)] == ["asked"]


def test_what_cannot_be_put_on_record_is_not_kept_and_its_words_stay(open_review, data, settings):
    (data / "audit").write_text("in the way")
    app = record_card(open_review(open=CARD), CARD, "answered", "The office reads them.")
    assert "Not recorded." in app.error[0].value.replace("\\", "")
    assert app.text_area(key=f"answer of {CARD}").value == "The office reads them."
    next(button for button in app.button if button.label == "Record the visit").click()
    app.run()
    assert "Not recorded." in app.error[0].value.replace("\\", "")
    assert find_history(settings, ["ash"]) == [] and find_visits(settings, ["ash"]) == []
