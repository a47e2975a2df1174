"""Recording a visit, what the next review says has changed since, and the record to print."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from dashboard.meetings.entries import CardKey, record
from dashboard.meetings.visits import find_visits, record_visit
from dashboard.promises import find_clauses
from dashboard.questions.rules import HEADINGS
from dashboard.review.agenda import find_agenda
from dashboard.review.findings import find_changes_since, find_findings, summarise
from dashboard.review.since import tell_questions, tell_visit
from dashboard.review.visit_record import write_record
from pipelines.settings import Settings
from tests.dashboard.sample_build import AS_AT, TABLES, write_build
from tests.meetings.writing import ANSWERED, CLOSED, ENTRY, VISIT
from tests.questions.conftest import scope_of  # noqa: F401
from tests.review.conftest import words_of

KEY = CardKey("enquiries_overdue", "ash", "")
HOSTILE = '"><script>alert(1)</script>&amp; =cmd|x\n<img src=x onerror=alert(1)>'


@pytest.fixture
def settings(data):
    return Settings(data=data, as_at=AS_AT)


@pytest.fixture
def scope(data, scope_of):  # noqa: F811
    before = scope_of(data, "ash", name="Autumn 2 2025/26")
    found = replace(scope_of(data, "ash"), school_words="Ashgrove Academy")
    return replace(found, before=replace(before, starts_on=date(2025, 11, 3), ends_on=date(2026, 1, 4)))


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, [fault.message for fault in app.exception]
    return app


class Reader(HTMLParser):
    """What a browser would make of a page: its tags, their attributes, its words."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.names, self.words = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words.append(data)


def test_a_recorded_visit_keeps_how_things_stood(open_review, settings):
    app = open_review()
    app.text_area(key="visit_notes").set_value("Saw the log.")
    app.date_input(key="visited_on").set_value(date(2026, 3, 5))
    app = press(app, "Record the visit")
    assert "The visit is recorded" in app.success[0].value
    [visit] = find_visits(settings, ["ash"])
    assert (visit.visited_on, visit.visitor, visit.notes) == (date(2026, 3, 5), "Safeguarding governor", "Saw the log.")
    assert (visit.school_id, visit.period_name) == ("ash", "Spring 1 2025/26")
    assert len(visit.cards) == 8 and KEY in visit.cards
    assert visit.statuses["BPS-05"] == "partly_met" and len(visit.statuses) == 23


def test_the_next_review_starts_from_the_visit(open_review, data, settings):
    assert "No visit to this school is recorded yet" in words_of(open_review())
    press(open_review(), "Record the visit")
    said = words_of(open_review())
    assert re.search(r"Last visit: .*, Safeguarding governor, looking at Spring 1 2025/26\.", said)
    assert "No promise has another status than at the last visit." in said

    answered = [row for row in TABLES["activity"] if row["thread_id"] not in ("never", "stray", "late")]
    write_build(data, {**TABLES, "activity": answered})
    app = open_review()
    changed = app.table[0].value.map(lambda words: words.replace("\\", ""))
    [row] = changed[changed["Clause"] == "BPS-05"].to_dict("records")
    assert (row["At the visit"], row["Now"]) == ("Partly kept", "Kept")
    assert "2 questions raised then and not any more." in words_of(app)


def test_a_visit_to_one_school_is_none_to_another(open_review, settings):
    record_visit(settings, VISIT)
    assert "No visit to this school is recorded yet" in words_of(open_review(school="Birchwood Academy"))


def test_the_questions_since_a_visit_are_counted(scope, settings):
    agenda = find_agenda(scope, settings)
    raised = {item.key for item in agenda}
    gone, closed = CardKey("old", "ash", ""), CardKey("older", "ash", "")
    visit = replace(VISIT, cards=frozenset(raised - {KEY} | {gone, closed}))
    later = visit.recorded_at.replace(day=20)
    history = [
        replace(ENTRY, key=KEY, recorded_at=later),
        replace(ENTRY, key=closed, recorded_at=visit.recorded_at.replace(hour=1)),
        replace(CLOSED, key=closed, version=2, recorded_at=later),
    ]
    assert tell_questions(visit, agenda, history) == [
        "1 question raised by the data that it did not raise then.",
        "1 question raised then and not any more.",
        "1 question asked for the first time.",
        "1 question closed.",
    ]
    assert tell_questions(replace(visit, cards=frozenset(raised)), agenda, []) == []


def test_a_visit_is_told_with_its_notes():
    assert tell_visit(VISIT) == (
        "Last visit: 6 March 2026, Safeguarding governor, looking at Spring 1 2025/26. Notes: Saw the log."
    )
    assert tell_visit(replace(VISIT, notes="")).endswith("Spring 1 2025/26.")


def test_promises_that_changed_since_are_listed_and_new_ones_left_out(scope):
    clauses = find_clauses(scope)
    statuses = dict(zip(clauses.clause_id, clauses.status, strict=True))
    seen = {**statuses, "BPS-05": "met"}
    del seen["BPS-06"]
    changed = find_changes_since(replace(VISIT, statuses=seen), clauses)
    assert changed[["Clause", "At the visit", "Now"]].to_numpy().tolist() == [["BPS-05", "Kept", "Partly kept"]]


def test_findings_stand_under_their_headings(scope):
    findings = find_findings(find_clauses(scope), scope)
    assert [(finding.heading, finding.name, len(finding.rows)) for finding in findings] == [
        ("well", "kept", 4),
        ("well", "whole themes", 4),
        ("concern", "partly kept", 4),
        ("might", "not known", 12),
        ("change", "not kept", 2),
    ]
    assert summarise(find_clauses(scope)) == (
        "4 kept, 4 partly kept, 2 not kept, 12 not known and 1 with nothing to judge"
    )


def test_promises_kept_better_or_less_well_than_before_are_told(scope):
    clauses = find_clauses(scope)
    moved = clauses.assign(status="met", group="Kept")
    moved.loc[moved.clause_id == "BPS-12", ["status", "group"]] = ["not_met", "Not kept"]
    found = {finding.name: finding for finding in find_findings(moved, scope)}
    before = found["better"].rows.set_index("Clause").Before
    assert set(before) <= {"Partly kept", "Not kept"} and len(before)
    assert found["better"].words.endswith("kept better than in Autumn 2 2025/26: what was done?")
    assert list(found["worse"].rows.Clause) == ["BPS-12"]
    assert found["worse"].words == "1 promise was kept less well than in Autumn 2 2025/26."


def record_of(scope, settings, visit=VISIT, history=()):
    return write_record(visit, find_agenda(scope, settings), history, find_clauses(scope), scope)


def test_the_record_says_when_who_what_was_asked_and_answered(scope, settings):
    record(settings, replace(ENTRY, key=KEY))
    record(settings, replace(ANSWERED, key=KEY, answer="They are read daily."))
    words = " ".join(Reader(record_of(scope, settings)).words)
    for said in (
        "Termly review of Ashgrove Academy",
        "Spring 1 2025/26, 5 January to 22 February 2026",
        "6 March 2026",
        "Safeguarding governor",
        "Saw the log.",
        "4 kept, 4 partly kept, 2 not kept, 12 not known and 1 with nothing to judge, of 23 promises in force.",
        "4 of the 10 promises that could be judged were kept.",
        "2 promises were not kept at all.",
        "BPS-05: Every comment, query or complaint gets a response within five working days",
        "Who is answering the people who still wait for a reply?",
        "2 enquiries unanswered and past the time promised",
        "They are read daily.",
        "Headteacher",
        "1 April 2026",
        "For the closed meeting: not to be circulated or published.",
    ):
        assert said in words, said
    headings = ["What is going well?", "What can we learn?", "What are the concerns?", "What must change?"]
    assert sorted(headings, key=words.index) == headings


def test_questions_not_asked_yet_have_lines_to_write_on(scope, settings):
    unasked = record_of(scope, settings, visit=None)
    record(settings, replace(ANSWERED, key=KEY, version=1))
    assert unasked.count('class="lines"') - record_of(scope, settings, visit=None).count('class="lines"') == 3
    assert record_of(scope, settings).count("<article>") == 8


def test_what_was_closed_for_the_period_stands_at_its_end(scope, settings):
    words = " ".join(Reader(record_of(scope, settings, history=[replace(CLOSED, answer="It is done.")])).words)
    assert words.index("Closed for this period") < words.index("It is done.")
    earlier = replace(CLOSED, looked_from=date(2025, 11, 3), looked_to=date(2026, 1, 4))
    assert "Closed for this period" not in record_of(scope, settings, history=[earlier])


def test_nothing_in_the_record_can_run_or_be_fetched(scope, settings):
    hostile = replace(ANSWERED, key=KEY, version=1, answer=HOSTILE, owner="<b>Post</b>")
    record(settings, hostile)
    named = replace(scope, school_words="<i>School</i>")
    page = write_record(
        replace(VISIT, notes=HOSTILE, visitor="<u>Role</u>"),
        find_agenda(named, settings),
        [replace(CLOSED, answer=HOSTILE, question=HOSTILE, figure=HOSTILE)],
        find_clauses(named),
        named,
    )
    read = Reader(page)
    assert not {"script", "img", "link", "iframe", "b", "i", "u", "a"} & set(read.tags)
    assert not {name for name in read.names if name.startswith("on") or name in ("src", "href")}
    assert "default-src 'none'" in page
    assert page.count("alert(1)") == 2 * sum(words.count("<script>") for words in read.words)


def test_the_record_is_a_whole_page_in_british_english(scope, settings):
    page = record_of(scope, settings)
    read = Reader(page)
    assert page.startswith("<!doctype html>") and '<html lang="en-GB">' in page
    assert read.tags.count("h1") == 1 and read.tags.count("title") == 1
    assert "@media print" in page and "break-inside: avoid" in page
    assert read.tags.count("th") == page.count("scope=row")


def test_the_page_offers_the_questions_before_a_visit_and_the_record_after(open_review):
    app = open_review()
    offered = [button.proto.label for button in app.get("download_button")]
    assert "Download the questions to take along (HTML)" in offered
    app = press(app, "Record the visit")
    offered = [button.proto.label for button in app.get("download_button")]
    assert "Download the visit record to print (HTML)" in offered


def test_the_overview_leads_to_the_review_and_says_how_many_wait(open_review, settings):
    def link_of(**address):
        app = open_review(**address)
        app.switch_page("app_pages/01_overview.py").run()
        assert not app.exception
        return [link.proto.label for link in app.get("page_link")]

    assert link_of() == ["Ask and record in the Termly review: 8 questions"]
    record(settings, replace(CLOSED, key=KEY, version=1))
    assert link_of() == ["Ask and record in the Termly review: 7 questions"]
    assert link_of(school="All schools") == ["Ask and record in the Termly review"]
    (settings.meetings / "meetings.sqlite").write_text("no database " * 99)
    assert link_of() == ["Ask and record in the Termly review"]
    assert link_of(audience="Public") == []


def test_a_school_without_a_policy_has_a_record_too(scope, settings):
    none = find_clauses(scope).head(0)
    words = " ".join(Reader(write_record(None, [], [], none, scope)).words)
    assert (
        "0 kept, 0 partly kept, 0 not kept, 0 not known and 0 with nothing to judge, of 0 promises in force." in words
    )
    assert words.count("No question.") == len(HEADINGS)


def test_a_promise_of_another_policy_is_named_by_its_id_alone(scope, settings):
    record(settings, replace(ENTRY, key=KEY, clauses=("OLD-07",)))
    [item] = [item for item in find_agenda(scope, settings) if item.key == KEY]
    gone = replace(item, card=None)
    words = " ".join(Reader(write_record(None, [gone], [], find_clauses(scope), scope)).words)
    assert "OLD-07" in words and "OLD-07:" not in words
    assert "The data of this period does not show it any more" in words
