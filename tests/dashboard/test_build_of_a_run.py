"""Which build a page shows: one for the whole page, the newest for the next; a damaged one is said in words."""

import duckdb
import pytest

from dashboard import warehouse
from pipelines.warehouse import LAYOUT, list_builds, newest_build
from tests.dashboard.sample_build import AS_AT, TABLES, write_build

# An address that needs no completing, so that the page is drawn in one run.
WHOLE_ADDRESS = {
    "school": "Ashgrove Academy",
    "span": "Half-term",
    "period": "Spring 1 2025/26",
    "audience": "Closed meeting",
}


def settings_of(data):
    from pipelines.settings import choose_settings

    return choose_settings(data)


@pytest.fixture
def own(tmp_path):
    """A data folder of this test alone, with one build."""
    write_build(tmp_path, TABLES, AS_AT)
    return tmp_path


@pytest.fixture
def builds_asked(monkeypatch):
    """The build of every query that runs, in order."""
    asked = []
    whole = warehouse._rows

    def note(build, *arguments):
        asked.append(build)
        return whole(build, *arguments)

    monkeypatch.setattr(warehouse, "_rows", note)
    return asked


def test_a_load_that_ends_while_a_page_is_drawn_mixes_into_no_page(own, open_page, builds_asked, monkeypatch):
    whole, published = warehouse._show_scope, []

    def publish_meanwhile(*arguments, **named):
        if not published:
            published.append(write_build(own, TABLES, AS_AT))
        whole(*arguments, **named)

    monkeypatch.setattr(warehouse, "_show_scope", publish_meanwhile)
    first = str(newest_build(settings_of(own)))
    app = open_page("overview", data=own, **WHOLE_ADDRESS)
    assert published and str(newest_build(settings_of(own))) != first
    assert set(builds_asked) == {first}
    assert any(warehouse.build_id(list_builds(settings_of(own))[1]) in caption.value for caption in app.caption)
    builds_asked.clear()
    app.run()
    assert set(builds_asked) == {str(published[0])}


def test_outside_a_page_the_newest_build_is_asked(own, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(own))
    first = warehouse.current_build()
    second = write_build(own, TABLES, AS_AT)
    assert first != second == warehouse.current_build()


def test_a_build_cleared_away_between_finding_and_opening_does_no_harm(own, open_page, monkeypatch):
    gone = newest_build(settings_of(own))
    kept = write_build(own, TABLES, AS_AT)
    gone.unlink()
    found = iter([gone, kept])
    monkeypatch.setattr("pipelines.warehouse.newest_build", lambda _settings: next(found, kept))
    assert not open_page("overview", data=own).error


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def make_newer(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"update load.layout set number = {LAYOUT + 1}")


@pytest.mark.parametrize(
    ("damage", "said", "do"),
    [
        (cut, "This build cannot be opened", "python -m pipelines load"),
        (make_newer, "This build was made by a newer version of the program", "update the program"),
    ],
)
def test_a_build_that_cannot_serve_is_said_and_the_next_load_serves(own, open_page, damage, said, do):
    damage(newest_build(settings_of(own)))
    app = open_page("overview", data=own)
    (error,) = app.error
    assert said in error.value and do in error.value
    write_build(own, TABLES, AS_AT)
    assert not app.run().error


def test_no_build_says_how_to_make_one(tmp_path, open_page):
    app = open_page("overview", data=tmp_path)
    (error,) = app.error
    assert "There is no build to read yet" in error.value and "python -m pipelines demo" in error.value
