"""JSON and the .js of archives: prefixes, paths, long ids, mojibake, and documents larger than a bite."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import land_document

from pipelines.readers import Unreadable

TWEETS = [{"tweet": {"id": "1", "n": 5}}, {"tweet": {"id": "2", "tags": ["a", {"b": None}]}}]


def write(path: Path, document: Any, prefix: str = "", **style: Any) -> Path:
    path.write_text(prefix + json.dumps(document, **style))
    return path


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "\ufeff",
        "window.YTD.tweets.part0 = ",
        "window.YTD.tweet.part12=",
        "module.exports = ",
        "const tweets =\n",
        'window["YTD"].tweets = ',
    ],
)
def test_any_javascript_prefix_is_passed_over(tmp_path: Path, prefix: str):
    path = write(tmp_path / "tweets.js", TWEETS, prefix)
    assert [cells for _, _, cells in land_document(path, "[*].tweet", "id")] == [("1",), ("2",)]


def test_values_come_as_text_and_containers_as_json(tmp_path: Path):
    item = {"id": 1676487437999063040, "ratio": 0.10, "yes": True, "none": None, "list": [1, "x"], "text": "é\n"}
    path = write(tmp_path / "x.json", [item])
    assert land_document(path, "[*]", *item) == [
        (1, None, ("1676487437999063040", "0.1", "true", None, '["1", "x"]', "é\n")),
    ]


def test_a_path_may_index_and_may_look_up_what_stands_around_the_record(tmp_path: Path):
    document = [{"id": "c1", "messages": [{"m": {"at": "1"}}, {"m": {"at": "2"}}], "media": [{"title": "t"}]}]
    path = write(tmp_path / "x.json", document)
    paths = ("at", "$[*].id", "$[*].media[0].title", "$[*].media[1].title")
    assert [cells for _, _, cells in land_document(path, "[*].messages[*].m", *paths)] == [
        ("1", "c1", "t", None),
        ("2", "c1", "t", None),
    ]


def test_what_stands_around_a_streamed_array_is_known_even_when_it_comes_after_it(tmp_path: Path):
    document = {"participants": [{"name": "P"}], "messages": [{"at": 1}, {"at": 2}], "title": "T"}
    path = write(tmp_path / "x.json", document)
    rows = land_document(path, "messages[*]", "at", "$.title", "$.participants[0].name")
    assert [cells for _, _, cells in rows] == [("1", "T", "P"), ("2", "T", "P")]


def test_each_key_of_an_object_can_be_a_step_and_be_named(tmp_path: Path):
    document = {"england-and-wales": {"events": [{"date": "d1"}]}, "scotland": {"events": [{"date": "d2"}]}}
    path = write(tmp_path / "x.json", document)
    assert [cells for _, _, cells in land_document(path, "*.events[*]", "date", "$.*.#")] == [
        ("d1", "england-and-wales"),
        ("d2", "scotland"),
    ]


def test_a_single_object_is_one_record(tmp_path: Path):
    path = write(tmp_path / "x.json", {"account": {"name": "n"}})
    assert land_document(path, "account", "name") == [(1, None, ("n",))]


def test_mojibake_is_mended_where_the_format_says_so_and_only_where_it_is_some(tmp_path: Path):
    broken = "Zoë’s ă".encode().decode("latin-1")
    path = write(tmp_path / "x.json", [{"t": broken}, {"t": "Zoë"}, {"t": "plain"}])
    assert [cells for _, _, cells in land_document(path, "[*]", "t", mojibake=True)] == [
        ("Zoë’s ă",),
        ("Zoë",),
        ("plain",),
    ]
    assert land_document(path, "[*]", "t")[0][2] == (broken,)


def test_half_a_character_does_not_spoil_the_document(tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_text('[{"t": "a\\ud83d"}, {"t": "b"}]')
    assert [cells for _, _, cells in land_document(path, "[*]", "t")] == [("a\ufffd",), ("b",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("window.YTD.account.part0 = [{account: {email: 'x',},}];", "property name enclosed in double quotes"),
        ('[{"a": 1}, {"a"', "cut short"),
        ('[{"a": 1} {"a": 2}]', "'\u002c' was expected"),
        ("[" * 100_000, "deep"),
        ("[", "cut short"),
    ],
)
def test_what_is_no_json_is_told_as_such(tmp_path: Path, text: str, found: str):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(Unreadable, match="The file is no JSON") as told:
        land_document(path, "[*]", "a")
    assert found in told.value.found


documents = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none())),
    max_size=8,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents, indent=st.sampled_from([None, 2]), is_ascii=st.booleans())
def test_streaming_reads_what_was_written_however_small_the_bites(tmp_path: Path, document, indent, is_ascii):
    path = tmp_path / "x.json"
    text = json.dumps(document, indent=indent, ensure_ascii=is_ascii)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.readers.json_stream.CHUNK", 3)
        rows = land_document(path, "[*]", "a", "b", "c")

    def as_text(value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return str(value).lower()

    assert [cells for _, _, cells in rows] == [tuple(as_text(item.get(key)) for key in "abc") for item in document]
