"""The whole journey: exports in, one sealed build out, and what a reader finds in it."""

from datetime import date

import pytest

from pipelines import build as journey
from pipelines.build import build
from pipelines.errors import BusyError, InputError, ModelError
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import hold_data_folder, list_builds, newest_build, open_reader

FILES = {
    "schools.csv": "school_id,school_name,nation,policy\n100001,Alpha,england,barnes\n",
    "accounts.csv": "account_id,school_id,platform,opened_on\na,100001,x,2025-09-01\n",
    "inbox.csv": (
        "item_id,account_id,kind,direction,sent_at,thread_id\n"
        "1,a,message,inbound,2026-03-02 09:00,t\n"
        "2,a,message,outbound,2026-03-02 11:00,t\n"
        "3,b,message,inbound,2026-03-03 11:00,t\n"
    ),
}
QUIET = Steps(quiet=True)


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "exports").mkdir()
    for name, text in FILES.items():
        (tmp_path / "exports" / name).write_text(text, encoding="utf-8")
    return Settings(tmp_path, date(2026, 3, 6))


def read(settings, select):
    with open_reader(newest_build(settings)) as connection:
        return connection.execute(select).fetchall()


def test_exports_become_a_sealed_build(settings):
    summary = build(settings, QUIET)
    assert summary.path == newest_build(settings)
    assert summary.path.stem == summary.build_id
    assert (summary.schools, summary.as_at_on, summary.intake.rows_kept) == (1, date(2026, 3, 6), 5)
    assert read(settings, "select enquiry_id, working_minutes from mart.enquiries order by all") == [
        ("a/1", 120.0),
        ("b/3", None),
    ]
    assert read(settings, "select account_id from warehouse.accounts where not is_registered") == [("b",)]
    assert read(settings, "select count(*) from result.clauses where is_judged") == [(summary.clauses_judged,)]
    assert read(settings, "select count(*) from result.cases") == [(summary.cases,)]
    assert summary.clauses_judged > 0
    assert summary.cases > 0


def test_a_build_says_what_it_is_and_what_arrived(settings):
    summary = build(settings, QUIET)
    ((build_id, as_at_on, seconds),) = read(settings, "select build_id, as_at_on, seconds from load.build")
    assert (build_id, as_at_on) == (summary.build_id, date(2026, 3, 6))
    assert 0 < seconds <= summary.seconds
    files = read(settings, "select file, table_name, rows_kept from load.files order by file")
    assert files == [("accounts.csv", "accounts", 1), ("inbox.csv", "activity", 3), ("schools.csv", "schools", 1)]


def test_a_build_holds_no_staged_table(settings):
    build(settings, QUIET)
    schemas = read(settings, "select distinct table_schema from information_schema.tables order by 1")
    assert schemas == [("load",), ("mart",), ("result",), ("warehouse",)]


def test_loading_twice_changes_nothing_but_the_build(settings):
    first = build(settings, QUIET)
    cases = read(settings, "select * from result.cases order by all")
    second = build(settings, QUIET)
    assert first.build_id != second.build_id
    assert read(settings, "select * from result.cases order by all") == cases
    assert list_builds(settings) == [second.path, first.path]


def test_a_load_that_fails_leaves_the_last_build_serving(settings, monkeypatch):
    first = build(settings, QUIET)

    def fail(*_args):
        raise ModelError("does not run")

    monkeypatch.setattr(journey, "run_checks", fail)
    with pytest.raises(ModelError):
        build(settings, QUIET)
    assert list_builds(settings) == [first.path]
    assert [path.suffix for path in settings.warehouse.iterdir() if "oversight_" in path.name] == [".duckdb"]


def test_a_second_load_is_told_to_wait(settings):
    with hold_data_folder(settings), pytest.raises(BusyError):
        build(settings, QUIET)


def test_an_empty_inbox_makes_no_build(tmp_path):
    settings = Settings(tmp_path, date(2026, 3, 6))
    settings.inbox.mkdir()
    with pytest.raises(InputError):
        build(settings, QUIET)
    assert list_builds(settings) == []
