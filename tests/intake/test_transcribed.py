"""YAML and iCalendar become documents that say what the file says, as text."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Part, Unreadable
from pipelines.readers.transcribed import as_json


def transcribe(tmp_path: Path, kind: str, text: str) -> Any:
    path = tmp_path / f"file.{kind}"
    path.write_bytes(text.encode())
    with as_json(Part(path.name, path, datetime(2026, 1, 1)), kind, tmp_path) as document:
        assert (document.file, document.kind) == (path.name, "json")
        read = json.loads(document.path.read_text(encoding="utf-8"))
    assert not document.path.exists()
    return read


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("start: 2026-09-01\nyes: no\nold: 010\n", {"start": "2026-09-01", "yes": "no", "old": "010"}),
        ("\ufefft:\n- {n: caf\u00e9}\n- []\n", {"t": [{"n": "caf\u00e9"}, []]}),
        ("# nothing but a remark\n", None),
    ],
)
def test_yaml_is_read_as_the_text_it_is_written_in(tmp_path: Path, text: str, document: Any):
    assert transcribe(tmp_path, "yaml", text) == document


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &a [1]\nb: *a\n", "repeated by alias"),
        ("[" * 51 + "]" * 51, "more than 50 levels"),
        ("a: [1, 2\nb: 3\n", "is no YAML"),
        ("? [a]\n: 1\n", "is no YAML"),
        ("a: 1\n" * (1 << 18), "too long"),
    ],
)
def test_yaml_that_cannot_be_read_safely_is_refused(tmp_path: Path, text: str, told: str):
    with pytest.raises(Unreadable) as raised:
        transcribe(tmp_path, "yaml", text)
    assert told in str(raised.value)


EVENT = """BEGIN:VCALENDAR
SUMMARY:the calendar itself
BEGIN:VEVENT
dtstart;VALUE=DATE;X="a":20260901
SUMMARY;ALTREP="http://example.org/";LANGUAGE=en:Inset\\, whole sch
 ool: all\\nstaff
BEGIN:VALARM
SUMMARY:an alarm
END:VALARM
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_event_has_its_own_properties_unfolded_and_unescaped(tmp_path: Path, line_end: str):
    assert transcribe(tmp_path, "ics", EVENT.replace("\n", line_end)) == [
        {"DTSTART": "20260901", "SUMMARY": "Inset, whole school: all\nstaff"}
    ]


@pytest.mark.parametrize("text", ["", "END:VEVENT\n", "BEGIN:VEVENT\nSUMMARY:cut short", "no calendar at all"])
def test_what_holds_no_whole_event_holds_none(tmp_path: Path, text: str):
    assert transcribe(tmp_path, "ics", text) == []
