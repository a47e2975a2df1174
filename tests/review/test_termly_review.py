"""The Termly review through the real router: what it says of the sample trust, and what becomes of what is recorded."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.meetings.entries import CardKey, find_history, find_latest, record
from dashboard.questions.rules import HEADINGS
from pipelines.settings import Settings
from tests.dashboard.sample_build import AS_AT, TABLES, write_build
from tests.meetings.writing import ENTRY
from tests.review.conftest import record_card, words_of

CARD = "enquiries_overdue ash"
KEY = CardKey("enquiries_overdue", "ash", "")
QUESTION = "Who is answering the people who still wait for a reply?"
LEAVER = "leaver_has_access ash ash-f"
SPRING_2 = {"period": "Spring 2 2025/26"}


@pytest.fixture
def settings(data):
    return Settings(data=data, as_at=AS_AT)


def headings_of(app):
    """Each heading of the page with what is said under it, in the page's order."""
    said, heading = {}, ""
    for block in app.main:
        if block.type == "heading" and block.tag == "h2":
            heading = block.value
        said.setdefault(heading, []).append(getattr(block, "value", ""))
    return said


def state_of(app, question=QUESTION):
    """What stands under a question: its severity, how it stands, its clause."""
    markdown = [block.value.replace("\\", "") for block in app.main.markdown]
    captions = [words for block in app.main.caption if " | " in (words := block.value.replace("\\", ""))]
    cards = [words for words in markdown if words.startswith("**") and "?" in words.split("**")[1] and "  \n" in words]
    return dict(zip([words.split("**")[1] for words in cards], captions[1:], strict=True)).get(question)


def test_the_page_answers_its_question_first(open_review):
    app = open_review()
    assert app.title[0].value.replace("\\", "") == "What do I ask this term?"
    answer = app.main.markdown[0].value.replace("\\", "")
    assert answer == (
        "**Ashgrove Academy: 8 questions to ask (4 high, 2 medium, 2 low), none open from earlier meetings.**"
    )
    assert [figure.value for figure in app.metric] == ["8", "0", "0"]


def test_the_five_headings_stand_in_the_order_of_a_review(open_review):
    shown = [header.value.replace("\\", "") for header in open_review().header]
    assert shown[1:6] == list(HEADINGS.values())
    assert shown[0] == "Since the last review"


def test_what_the_promises_tell_stands_under_its_heading(open_review):
    said = words_of(open_review())
    assert "4 of the 10 promises that could be judged were kept." in said
    assert "Every promise that could be judged was kept on conduct." in said
    assert "4 promises were kept only in part." in said
    assert "2 promises were not kept at all." in said
    assert "Of 12 promises it cannot be said whether it was kept." in said


def test_a_card_says_question_figure_severity_state_and_clause(open_review):
    app = open_review()
    said = words_of(app)
    assert f"**{QUESTION}**  \n2 enquiries unanswered and past the time promised; the oldest came on 28 January" in said
    assert state_of(app) == "Medium | New | Clause BPS-05"
    assert state_of(app, "Whose is the account stray, and who answers for it?") == (
        "High | New | No clause of the policy asks for it"
    )


def test_an_opened_card_has_what_a_good_answer_contains_and_one_form(open_review):
    app = open_review(open=CARD)
    assert "**A good answer contains:** That each was read, and whether a child's safety was among them;" in words_of(
        app
    )
    assert [radio.label for radio in app.radio] == ["Record this question as"]
    assert [area.label for area in app.text_area] == ["Answer", "Notes"]
    assert "Owner of the action: a role or a post, never a name" in [box.label for box in app.selectbox]
    assert [picker.label for picker in app.date_input] == ["To be done by", "Day of the visit"]


def test_only_an_opened_card_has_a_form(open_review):
    assert not open_review().radio


def test_a_finding_opens_its_promises(open_review):
    app = open_review(open="not kept")
    assert list(app.table[0].value.Status) == ["Not kept", "Not kept"]


def test_a_recorded_card_stays_until_it_is_closed_and_is_gone_then(open_review, settings):
    app = record_card(open_review(open=CARD), CARD, "asked")
    assert app.success[0].value.replace("\\", "") == f"Recorded as asked: {QUESTION}"
    assert "open" not in app.query_params
    assert state_of(app) == "Medium | Asked, not answered yet | Clause BPS-05"

    app = record_card(open_review(open=CARD), CARD, "answered", "The office reads them daily.", "Headteacher")
    assert state_of(app) == "Medium | Answered, still open | Clause BPS-05"
    assert "1 open from earlier meetings" in words_of(app)
    assert [figure.value for figure in app.metric] == ["7", "1", "0"]

    app = open_review(open=CARD)
    assert app.text_area(key=f"answer of {CARD}").value == "The office reads them daily."
    assert app.selectbox(key=f"owner of {CARD}").value == "Headteacher"
    assert app.radio(key=f"status of {CARD}").value == "answered"
    assert "Answered, still open (" in words_of(
        app
    ) and "on this computer). Answer: “The office reads them daily.”" in words_of(app)

    app = record_card(app, CARD, "closed", "All answered; I saw the inbox.")
    assert state_of(app) is None
    assert "7 questions to ask" in words_of(app)
    assert state_of(open_review()) is None
    assert list(app.table[-1].value["Answer"]) == ["All answered; I saw the inbox\\."]
    assert [entry.status for entry in find_history(settings, ["ash"])] == ["asked", "answered", "closed"]


def test_a_rebuild_keeps_what_was_recorded(open_review, data):
    record_card(open_review(open=CARD), CARD, "answered", "They are read.", "Headteacher")
    write_build(data)
    app = open_review()
    assert state_of(app) == "Medium | Answered, still open | Clause BPS-05"


def test_an_open_question_comes_back_when_the_data_shows_it_no_more(open_review, data):
    record_card(open_review(open=CARD), CARD, "asked")
    quiet = [row for row in TABLES["activity"] if row["thread_id"] not in ("never", "stray")]
    write_build(data, {**TABLES, "activity": quiet})
    said = words_of(open_review())
    assert QUESTION in said
    assert "The data of this period does not show it any more: close it if the answer satisfies you." in said
    app = record_card(open_review(open=CARD), CARD, "closed", "Answered.")
    assert QUESTION not in words_of(app).replace(f"Recorded as closed: {QUESTION}", "")


def test_a_question_comes_back_at_the_next_review_until_closed(open_review):
    record_card(open_review(open=CARD), CARD, "asked")
    app = open_review(**SPRING_2)
    assert state_of(app) == "Medium | Asked, not answered yet | Clause BPS-05"


def test_a_closed_question_stays_away_from_its_period_and_comes_back_where_a_later_one_raises_it(open_review):
    name = "gap_over_five_days ash ash-f"
    question = "Who looks at Ashgrove news (Facebook) when the usual person is away?"
    autumn = {"period": "Autumn 1 2025/26"}
    assert state_of(open_review(), question).startswith("High | New")
    record_card(open_review(open=name), name, "closed", "A deputy looks.")
    assert state_of(open_review(), question) is None
    assert state_of(open_review(span="Term", period="Spring 2025/26"), question) is None
    assert state_of(open_review(**autumn), question) is None


def test_a_question_closed_for_an_earlier_period_is_back(open_review, settings):
    earlier = {"looked_from": date(2025, 11, 3), "looked_to": date(2026, 1, 4)}
    record(settings, replace(ENTRY, key=KEY, status="closed", answer="It was the holidays.", **earlier))
    app = open_review()
    assert state_of(app) == (
        "Medium | Back: closed for an earlier period, and the data raises it again | Clause BPS-05"
    )
    app = open_review(open=CARD)
    assert "Answer: “It was the holidays.”" in words_of(app)
    assert app.text_area(key=f"answer of {CARD}").value == ""
    record_card(app, CARD, "asked")
    assert [entry.version for entry in find_history(settings, ["ash"])] == [1, 2]


def test_an_overdue_action_stands_under_what_must_change(open_review, settings):
    owned = {"status": "answered", "answer": "Soon.", "owner": "Headteacher", "due_on": date(2026, 3, 1)}
    record(settings, replace(ENTRY, key=KEY, **owned))
    app = open_review()
    assert state_of(app) == "Medium | Answered, still open, overdue | Clause BPS-05"
    said = words_of(app)
    assert said.index("promises were not kept at all") < said.index(QUESTION)
    assert [figure.value for figure in app.metric] == ["7", "1", "1"]


def test_a_question_whose_rule_is_gone_can_still_be_closed(open_review, settings):
    record(settings, replace(ENTRY, key=CardKey("an_old_rule", "ash", ""), question="What of the old matter?"))
    name = "an_old_rule ash"
    app = open_review(open=name)
    assert state_of(app, "What of the old matter?") == "Low | Asked, not answered yet | Clauses BPS-06, BPS-07"
    app = record_card(app, name, "closed", "It is settled.")
    assert state_of(app, "What of the old matter?") is None


def test_several_schools_are_listed_a_to_z_and_never_ranked(open_review, settings):
    record(settings, replace(ENTRY, key=KEY))
    app = open_review(school="All schools")
    schools, questions = app.table[0].value, app.table[1].value
    assert list(schools["School"]) == ["Ashgrove Academy", "Birchwood Academy", "Ysgol y Cwm"]
    assert schools.iloc[:, 1:].astype(int).to_numpy().tolist() == [[4, 4, 1, 0], [0, 4, 0, 0], [0, 6, 0, 0]]
    severities = ["Critical", "High", "Medium", "Low"]
    order = [(severities.index(row.Severity), row.About, row.School) for row in questions.itertuples()]
    assert order == sorted(order) and len(order) == 18
    assert not app.radio and "choose it in the sidebar" in words_of(app)


def test_the_figures_open_their_questions(open_review):
    app = open_review(open="new questions")
    assert app.table[0].value["About"].iloc[0] == "Account on no register"
    assert len(app.table[0].value) == 8


@pytest.mark.parametrize("audience", ["Circulated", "Public"])
def test_the_review_is_for_the_closed_meeting_only(open_review, settings, audience):
    record(settings, replace(ENTRY, key=KEY))
    app = open_review(audience=audience, open=CARD)
    assert "This page is for the closed meeting only" in words_of(app)
    assert QUESTION not in words_of(app) and not app.radio and not app.metric


def test_a_school_without_data_has_questions_about_it(open_review):
    app = open_review(school="Birchwood Academy")
    assert "Birchwood Academy: 4 questions to ask (4 medium)" in words_of(app)
    assert state_of(app, "When will the school hand in what is missing for Spring 1 2025/26: training?") == (
        "Medium | New | Clauses SNMAT-05, SNMAT-06"
    )


def test_the_record_of_one_school_is_not_another_s(open_review, settings):
    record_card(open_review(open=CARD), CARD, "asked")
    assert "none open from earlier meetings" in words_of(open_review(school="Birchwood Academy"))
    assert find_latest(settings, ["birch"]) == {}
