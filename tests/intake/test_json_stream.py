"""One JSON value after another, however the file is cut into bites, and what is said of one that cannot go on."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.readers import Part, Unreadable, count_items, read_first, read_variable
from pipelines.readers.json_stream import LEVELS_SKIPPED, JsonStream, open_stream

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(blacklist_categories=["Cs"]), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


def part_of(path: Path, text: str | bytes) -> Part:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Part(path.name, path, datetime(2026, 1, 1), "json")


def as_read(value: Any) -> Any:
    """Numbers come as the text they are written in."""
    if isinstance(value, list):
        return [as_read(each) for each in value]
    if isinstance(value, dict):
        return {key: as_read(each) for key, each in value.items()}
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def read_all(stream: JsonStream) -> Any:
    """The whole document through the steps by which a reader takes it: items of arrays, keys of objects."""
    if stream.next_is("["):
        return list(stream.items())
    if stream.next_is("{"):
        return {key: read_all(stream) for key in stream.each_key()}
    return stream.value()


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, bite=st.integers(1, 9), indent=st.sampled_from([None, 1]))
def test_a_document_comes_out_as_it_went_in_however_it_is_bitten(tmp_path: Path, value: Any, bite: int, indent):
    part = part_of(tmp_path / "x.json", json.dumps(value, indent=indent, ensure_ascii=bool(indent)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.readers.json_stream.CHUNK", bite)
        with open_stream(part) as stream:
            assert read_all(stream) == as_read(value)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(skipped=VALUES, bite=st.integers(1, 9))
def test_passing_over_a_value_ends_where_reading_it_would(tmp_path: Path, skipped: Any, bite: int):
    part = part_of(tmp_path / "x.json", json.dumps({"skipped": skipped, "after": "here"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.readers.json_stream.CHUNK", bite)
        with open_stream(part) as stream:
            found = {key: stream.skip() if key == "skipped" else stream.value() for key in stream.each_key()}
    assert found == {"skipped": None, "after": "here"}


@pytest.mark.parametrize("levels", [0, 1, LEVELS_SKIPPED, LEVELS_SKIPPED + 40])
def test_objects_nested_deep_are_passed_over_too(tmp_path: Path, levels: int):
    text = '{"a":' * levels + '[1, {"b": [2]}]' + "}" * levels
    with open_stream(part_of(tmp_path / "x.json", f'[{text}, "end"]')) as stream:
        kept = []
        for place, _ in enumerate(stream.places("[", "]")):
            kept.append(stream.skip() if not place else stream.value())
    assert kept == [None, "end"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", "12"), ("-0.50", "-0.50"), ("1e400", "1e400"), ("123456789012345678901234567890", "1234567890" * 3)],
)
def test_a_number_is_the_text_it_is_written_in_even_across_a_bite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, number: str
):
    monkeypatch.setattr("pipelines.readers.json_stream.CHUNK", 1)
    for document in (text, f"[{text}]", f'{{"n": {text}}}'):
        with open_stream(part_of(tmp_path / "x.json", document)) as stream:
            found = read_all(stream)
        assert found in (number, [number], {"n": number})


@pytest.mark.parametrize("space", ["", " ", "\n\t\r ", "\ufeff"])
@pytest.mark.parametrize("empty", ["[]", "{}"])
def test_what_is_empty_holds_nothing(tmp_path: Path, space: str, empty: str):
    text = f"{space}{empty[0]}{space if space != chr(0xFEFF) else ''}{empty[1]}{space}"
    with open_stream(part_of(tmp_path / "x.json", text)) as stream:
        assert not read_all(stream)


BROKEN = {
    "": "the document ends too early",
    "   ": "the document ends too early",
    '{"a" 1}': "':' was expected",
    '{"a": 1 "b": 2}': "',' was expected",
    "[1 2]": "',' was expected",
    '{"a": 1,': "the document ends too early",
    '["a': "the document ends too early",
    "[tru]": "Expecting value",
    "{'a': 1}": "Expecting value",
    "[1,]": "Expecting value",
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("bite", [1, 1 << 18])
def test_what_is_broken_says_where_it_stands_and_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, bite: int
):
    monkeypatch.setattr("pipelines.readers.json_stream.CHUNK", bite)
    with pytest.raises(Unreadable) as told, open_stream(part_of(tmp_path / "x.json", text)) as stream:
        read_all(stream)
    assert (told.value.where, told.value.what) == ("x.json", "The file is no JSON")
    assert told.value.found.startswith(BROKEN[text]) and "strict JSON" in told.value.accepted


def test_bytes_that_are_no_text_are_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Neither UTF-8 nor Windows-1252, and far enough down that the first bite is sound."""
    monkeypatch.setattr("pipelines.readers.json_stream.CHUNK", 16)
    part = part_of(tmp_path / "x.json", b'["' + b"a" * 20_000 + b"\x81\x8d" + b'"]')
    with pytest.raises(Unreadable) as told, open_stream(part) as stream:
        read_all(stream)
    assert told.value.found == "text in no encoding that is read here"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_of_the_ladder_is_read(tmp_path: Path, encoding: str):
    text = json.dumps([{"name": "Zoë’s café"}], ensure_ascii=False)
    with open_stream(part_of(tmp_path / "x.json", text.encode(encoding))) as stream:
        assert read_all(stream) == [{"name": "Zoë’s café"}]


@pytest.mark.parametrize(
    ("text", "variable", "items"),
    [
        ("window.YTD.tweets.part0 = [1, 2, 3]", "window.YTD.tweets.part0", 3),
        ("window.YTD.tweets.part12=[]", "window.YTD.tweets.part12", 0),
        ('\ufeffwindow.__THAR_CONFIG = {"a": [1, 2]}', "window.__THAR_CONFIG", 1),
        ("[[1, 2], []]", "", 2),
        ('{"a": 1, "b": 2}', "", 1),
    ],
)
def test_what_a_script_names_and_how_many_items_it_holds(tmp_path: Path, text: str, variable: str, items: int):
    part = part_of(tmp_path / "x.js", text)
    assert (read_variable(part), count_items(part)) == (variable, items)


ACCOUNT = '[{"account": {"accountId": 44, "names": ["a", "b"]}}, {"account": {"accountId": 45}}]'


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("[*].account.accountId", "44"),
        ("[*].account.names", '["a", "b"]'),
        ("[*].account.nothing", None),
        ("[*].account.names[*]", "a"),
        ("account", None),
    ],
)
def test_the_first_value_at_a_path(tmp_path: Path, path: str, found: str | None):
    part = part_of(tmp_path / "account.js", f"window.YTD.account.part0 = {ACCOUNT}")
    assert read_first(part, path) == found


@pytest.mark.parametrize("read", [count_items, read_variable, lambda part: read_first(part, "[*].a")])
def test_looking_for_one_thing_says_as_well_that_a_file_is_no_json(tmp_path: Path, read: Callable[[Part], object]):
    part = part_of(tmp_path / "x.js", "[{a: 1}]")
    if read is read_variable:
        assert read(part) == ""
        return
    with pytest.raises(Unreadable, match="The file is no JSON"):
        read(part)
