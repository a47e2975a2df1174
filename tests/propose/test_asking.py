"""On a terminal, what is unsure or open is asked for, one question each; elsewhere nobody is ever asked."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.propose.options import Options
from pipelines.propose.verb import map_file
from tests.propose.conftest import Desk


class Person:
    """Somebody at a terminal who has the answers ready, in order, and fails the test when asked for more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.console = Console(file=io.StringIO(), force_terminal=True, no_color=True, width=200, highlight=False)
        self._answers: Iterator[str] = iter(answers)
        monkeypatch.setattr("builtins.input", self._answer)

    def _answer(self, prompt: str = "") -> str:
        self.console.file.write(prompt)
        answer = next(self._answers)
        self.console.file.write(answer + "\n")
        return answer

    @property
    def saw(self) -> str:
        return self.console.file.getvalue()

    @property
    def unused(self) -> list[str]:
        return list(self._answers)

    def map(self, desk: Desk, table: str | None = "incidents") -> Path | None:
        return map_file(desk.inbox.settings, desk.files[-1], Options(table), self.console)


def test_a_sure_mapping_asks_only_whether_to_write_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,13/09/2026,Bullying\n")
    person = Person(monkeypatch, "y")
    assert person.map(desk) and person.unused == []
    assert "Write " in person.saw and desk.formats == ["log.sql"]


def test_an_empty_answer_writes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,13/09/2026,Bullying\n")
    assert Person(monkeypatch, "").map(desk) is None and desk.formats == []


def test_the_order_of_dates_is_asked_with_both_readings_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,03/04/2026,Bullying\n")
    person = Person(monkeypatch, "month_first", "y")
    assert person.map(desk)
    assert "3 April 2026 (day first) or 4 March 2026 (month first)" in person.saw
    assert desk.rows("incidents", "reported_at") == [("2026-03-04 00:00:00",)]


def test_who_does_not_know_the_order_gets_no_format(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,03/04/2026,Bullying\n")
    person = Person(monkeypatch, "unknown")
    assert person.map(desk) is None and desk.formats == []
    assert "Nothing is written: settle what is listed" in person.saw


def test_two_columns_of_one_question_ask_it_once(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Date closed,Category\n1,03/04/2026,05/04/2026,Bullying\n")
    person = Person(monkeypatch, "day_first", "y")
    assert person.map(desk) and person.unused == []
    assert desk.rows("incidents", "closed_at") == [("2026-04-04 23:00:00",)]


def test_a_guess_can_be_put_right(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Noted,Foo,Bar\n1,13/09/2026,Bullying,GDPR\n2,14/09/2026,Racism,Copyright\n")
    person = Person(monkeypatch, "n", "Barr", "Bar", "y", "y")
    assert person.map(desk) and person.unused == []
    assert "Is 'Foo' category? (a guess: by its values: all of its words are known)" in person.saw
    assert "The file has no column 'Barr'. Did you mean 'Bar'?" in person.saw
    assert desk.rows("incidents", "category") == [("data_breach",), ("copyright",)]


def test_a_column_that_is_missing_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("sweeps.csv", "Date,Result\n13/09/2026 10:00,clear\n")
    person = Person(monkeypatch, "public_sweep", "y")
    assert person.map(desk, "monitoring")
    assert desk.rows("monitoring", "kind") == [("public_sweep",)]


def test_unknown_words_are_asked_for_one_by_one(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    rows = "1,13/09/2026,Level 1\n2,14/09/2026,Level 2\n3,15/09/2026,Bullying\n"
    desk.put("log.csv", f"Ref,Date of concern,Type of concern\n{rows}")
    person = Person(monkeypatch, "y", "staff_conduct", "", "y")
    assert person.map(desk) and person.unused == []
    assert "category: what is 'Level 1'? (empty: set its rows aside)" in person.saw
    assert desk.rows("incidents", "category") == [("staff_conduct",), ("harassment",)]
    assert len(desk.inbox.rejects()) == 1


def test_an_answer_that_is_not_accepted_is_asked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,13/09/2026,Bullying\n2,13/09/2026,Lates\n3,13/09/2026,GDPR\n")
    person = Person(monkeypatch, "y", "nonsense", "other", "y")
    assert person.map(desk) and person.unused == []
    assert "Please select one of the available options" in person.saw


def test_several_rows_for_one_incident_are_asked_about(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    rows = "7,13/09/2026,Bullying,Low\n7,13/09/2026,Bullying,High\n8,14/09/2026,GDPR,Low\n"
    desk.put("log.csv", f"Ref,Date of concern,Category,Severity\n{rows}")
    person = Person(monkeypatch, "y", "first", "y")
    assert person.map(desk) and person.unused == []
    assert desk.rows("incidents", "incident_id", "severity") == [("900101/7", "low"), ("900101/8", "low")]


def test_a_contradiction_cannot_be_answered_away(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,13/09/2026,Bullying\n2,09/13/2026,GDPR\n")
    person = Person(monkeypatch)
    assert person.map(desk) is None
    assert "has dates of both orders" in person.saw


def test_off_a_terminal_nobody_is_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.put("log.csv", "Ref,Noted,Foo\n1,13/09/2026,Bullying\n2,14/09/2026,Racism\n")
    person = Person(monkeypatch)
    assert desk.map("incidents", yes=False) is None
    assert person.saw == "" and "that 'Foo' is category is a guess" in desk.told
    assert desk.map("incidents", sets=["category=Foo", "reported_at=Noted"], yes=False) is None
    assert person.saw == "" and "To write it, add --yes." in desk.told
