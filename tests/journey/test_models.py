"""How the numbered SQL is found, ordered and run, and what is said when a file of it is wrong."""

import re

import pytest

from pipelines.engines.duckdb import add_table, fetch_arrow, open_builder
from pipelines.errors import BuildError, ModelError
from pipelines.models import find_checks, find_models, order_models, run_checks, run_models, tables_read
from pipelines.progress import Steps
from tests.trusts import build_trust

GIVEN = {"staged.items"}


@pytest.fixture
def journey(tmp_path):
    """A journey of one's own: `journey(path=text, ...)` writes its files, with `__` for the folder's slash."""

    def write(**files):
        for name, text in files.items():
            folder, stem = name.split("__", 1)
            path = tmp_path / {"w": "2_warehouse", "m": "3_marts", "c": "checks"}[folder] / f"{stem}.sql"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def order(folder, given=GIVEN):
    return [model.table for model in order_models(find_models(folder), given)]


def test_each_model_runs_after_those_it_reads(journey):
    folder = journey(
        m__b="select * from warehouse.z",
        w__z="with own as (select * from warehouse.a) select * from own",
        w__a="-- One row per item.\nselect * from staged.items",
    )
    assert order(folder) == ["warehouse.a", "warehouse.z", "mart.b"]


def test_a_table_that_nobody_makes_is_named_with_the_nearest(journey):
    with pytest.raises(
        ModelError, match=r"2_warehouse/a\.sql: reads a table that nobody makes\. Did you mean 'staged.items'"
    ):
        order(journey(w__a="select * from staged.itms"))


def test_models_that_read_each_other_are_told_as_a_circle(journey):
    folder = journey(w__a="select * from mart.b", m__b="select * from warehouse.c", w__c="select * from warehouse.a")
    with pytest.raises(ModelError, match="in a circle") as caught:
        order(folder)
    assert set(caught.value.found.split(" reads ")) == {"warehouse.a", "mart.b", "warehouse.c"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select 1; select 2", "is not one select"),
        ("create table x as select 1", "is not one select"),
        ("select from where", "cannot be read as SQL"),
        ("", "is not one select"),
    ],
)
def test_a_model_is_one_select(journey, text, said):
    with pytest.raises(ModelError, match=f"a.sql: {said}"):
        order(journey(w__a=text))


def test_a_model_that_does_not_run_is_named(journey):
    folder = journey(w__a="select colour from staged.items")
    connection = open_builder()
    add_table(connection, "staged", "items", fetch_arrow(connection, "select 1 as size"))
    with pytest.raises(ModelError, match=r"2_warehouse/a\.sql: does not run") as caught:
        run_models(connection, Steps(quiet=True), folder)
    assert "colour" in caught.value.found


def test_a_model_is_made_as_a_table_of_its_folder_s_schema(journey):
    connection = open_builder()
    folder = journey(w__a="select 2 as size", m__b="select size * 2 as size from warehouse.a")
    assert run_models(connection, Steps(quiet=True), folder) == ["warehouse.a", "mart.b"]
    assert fetch_arrow(connection, "select * from mart.b").to_pylist() == [{"size": 4}]


def test_a_check_with_rows_fails_the_build_in_its_own_words(journey):
    connection = open_builder()
    folder = journey(
        w__a="select 2 as size",
        c__a__none_odd="-- An item has an odd size.\nselect * from warehouse.a where size % 2 = 1",
        c__a__none_large="-- An item is larger\n-- than it may be.\nselect * from warehouse.a where size > 1",
    )
    run_models(connection, Steps(quiet=True), folder)
    with pytest.raises(BuildError) as caught:
        run_checks(connection, folder)
    assert caught.value.as_text() == (
        "checks/a__none_large.sql: An item is larger than it may be.\n  found: 1 rows, such as {'size': 2}"
    )


@pytest.mark.parametrize("model", find_models(), ids=lambda model: model.where)
def test_every_model_says_its_grain_and_its_sources(model):
    grain, _, sources = model.header.rpartition(" From ")
    assert grain.startswith("One row")
    assert set(re.findall(r"(?:staged|warehouse|mart)\.\w+", sources)) <= tables_read(model)


@pytest.mark.parametrize("check", find_checks(), ids=lambda check: check.where)
def test_every_check_says_what_is_wrong(check):
    assert re.fullmatch(r"[A-Z][^.]+\.", check.header)
    table, _, rule = check.path.stem.partition("__")
    assert rule
    assert any(name.endswith(f".{table}") for name in tables_read(check))


@pytest.fixture
def trust():
    item = {"account_id": "a", "kind": "message", "thread_id": "t"}
    return build_trust(
        {
            "schools": [{"school_id": "s", "school_name": "S", "nation": "wales", "policy": "barnes"}],
            "accounts": [{"account_id": "a", "school_id": "s", "platform": "x", "opened_on": "2025-09-01"}],
            "activity": [
                {**item, "item_id": "1", "direction": "inbound", "sent_at": "2026-03-02 10:00"},
                {**item, "item_id": "2", "direction": "outbound", "sent_at": "2026-03-02 12:00"},
            ],
            "incidents": [
                {"incident_id": "i", "school_id": "s", "category": "other", "reported_at": "2026-03-02 10:00"},
            ],
        },
        "2026-03-06",
    )


def test_the_checks_hold_on_an_ordinary_trust(trust):
    run_checks(trust)


FAULTS = {
    "schools__one_per_id": "insert into warehouse.schools from warehouse.schools",
    "school_days__one_per_day": "delete from warehouse.school_days where on_date = '2026-03-02'",
    "periods__contiguous": "update warehouse.periods set period_end = period_end - 1",
    "accounts__one_per_id": "insert into warehouse.accounts from warehouse.accounts",
    "activity__none_lost": "delete from warehouse.activity where item_id = '2'",
    "enquiries__one_per_id": "insert into mart.enquiries from mart.enquiries",
    "enquiries__reply_not_before_receipt": "update mart.enquiries set replied_at = received_at - interval 1 minute",
    "enquiries__no_item_lost": "delete from mart.enquiries",
    "account_days__one_per_day": "insert into mart.account_days from mart.account_days",
    "incidents__one_per_id": "delete from mart.incidents",
}


@pytest.mark.parametrize(("check", "fault"), FAULTS.items(), ids=FAULTS.keys())
def test_each_check_finds_its_fault(trust, check, fault):
    trust.execute(fault)
    (found,) = [each for each in find_checks() if each.path.stem == check]
    assert fetch_arrow(trust, found.sql).num_rows > 0
