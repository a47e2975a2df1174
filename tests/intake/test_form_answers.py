"""Forms in which people say that they have read a policy: who says no has not, however they put it."""

import pytest
from small_inbox import Inbox

MICROSOFT = "ID,Start time,Completion time,Email,Name,Policy,Version,I have read and understood the policy\n"
GOOGLE = "Timestamp,Email Address,Policy,Version,I have read and understood the policy\n"
ROWS = {
    "microsoft": (MICROSOFT, '{id},07/09/2026 10:00,07/09/2026 11:00,p{id}@example.org,Ann,barnes,1,"{answer}"\n'),
    "google": (GOOGLE, '07/09/2026 11:00:00,p{id}@example.org,barnes,1,"{answer}"\n'),
}
FORMS = pytest.mark.parametrize("form", ROWS)
YES = [
    "Yes",
    "yes;",
    "I have",
    "I agree;",
    "Agree",
    "TRUE",
    "✓",
    "Noted",
    "Notified and read",
    "",
    "Nothing to add: yes",
]
NO = ["No", "no;", " NO ", "No, I have questions", "No - see comment", "Not yet", "not yet;", "FALSE", "Disagree",
      "I disagree;", "I have not", "I do not agree"]  # fmt: skip


def put(inbox: Inbox, form: str, answers: list[str]) -> None:
    header, row = ROWS[form]
    rows = "".join(row.format(id=number, answer=answer) for number, answer in enumerate(answers))
    inbox.put(f"{form}.csv", header + rows)


@FORMS
@pytest.mark.parametrize("answer", YES)
def test_who_says_so_has_read_it(inbox: Inbox, form: str, answer: str):
    put(inbox, form, [answer])
    part = inbox.only_part()
    assert (part.rows_kept, part.rows_rejected) == (1, 0)
    assert inbox.rows("acknowledgements", "policy", "version", "cast(acknowledged_on as varchar)") == [
        ("barnes", "1", "2026-09-07")
    ]


@FORMS
@pytest.mark.parametrize("answer", NO)
def test_who_says_no_has_not_and_is_no_fault_of_the_file(inbox: Inbox, form: str, answer: str):
    put(inbox, form, ["Yes", answer])
    part = inbox.only_part()
    assert (part.status, part.rows_kept, part.rows_rejected) == ("loaded", 1, 0)


@FORMS
def test_a_form_without_the_question_is_read_by_who_sent_it_in(inbox: Inbox, form: str):
    header, row = ROWS[form]
    without = header.replace(",I have read and understood the policy", "")
    inbox.put(f"{form}.csv", without + row.format(id=1, answer="").replace(',""', ""))
    assert inbox.only_part().rows_kept == 1


@FORMS
def test_who_says_no_first_and_yes_later_has_read_it_then(inbox: Inbox, form: str):
    header, row = ROWS[form]
    first = row.format(id=1, answer="No, not yet")
    later = row.format(id=1, answer="Yes").replace("07/09/2026", "21/09/2026")
    inbox.put(f"{form}.csv", header + first + later)
    inbox.load()
    assert inbox.rows("acknowledgements", "cast(acknowledged_on as varchar)") == [("2026-09-21",)]
