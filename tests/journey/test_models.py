"""How the numbered SQL is found, ordered and run, and what is said when a file of it is wrong."""

import re

import pytest
import sqlglot

from pipelines.engines.duckdb import add_table, fetch_arrow, list_tables, open_builder
from pipelines.engines.rows import Rows
from pipelines.errors import BuildError, ModelError
from pipelines.models import Model, find_checks, find_models, order_models, run_checks, run_models, tables_read
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


@pytest.mark.parametrize(
    ("select", "read"),
    [
        ("select * from staged.items", {"staged.items"}),
        ('select * from "staged"."Items"', {"staged.Items"}),
        ("select * from staged.a as b join staged.b as a using (id)", {"staged.a", "staged.b"}),
        ("select * from staged.a, staged.b", {"staged.a", "staged.b"}),
        ("select * from staged.a anti join staged.b on a.id = b.id", {"staged.a", "staged.b"}),
        ("select (select max(size) from staged.a) as size", {"staged.a"}),
        ("select 1 where exists (select 1 from staged.a) or 2 in (select id from staged.b)", {"staged.a", "staged.b"}),
        ("select * from staged.a union all select * from staged.b", {"staged.a", "staged.b"}),
        ("select * from (select * from (select * from staged.a))", {"staged.a"}),
        ("with a as (select * from staged.b), b as (select * from a) select * from b", {"staged.b"}),
        ("with items as (select * from staged.items) select * from items", {"staged.items"}),
        ("select * from range(3)", set()),
        ("select * from (values (1)) as given(size)", set()),
        ("select * from staged.a qualify row_number() over (order by (select 1 from staged.b)) = 1",
         {"staged.a", "staged.b"}),
        ("select case when size > (select 1 from staged.b) then 1 end from staged.a order by (select 2 from staged.c)",
         {"staged.a", "staged.b", "staged.c"}),
        ("-- From staged.z.\nselect 'from staged.y' as words from staged.a;", {"staged.a"}),
    ],
)  # fmt: skip
def test_what_a_model_reads_is_found_wherever_it_stands(tmp_path, select, read):
    assert tables_read(Model(tmp_path / "2_warehouse" / "a.sql", "warehouse.a", select)) == read


def test_a_second_parser_finds_the_same_tables_in_every_file():
    for model in [*find_models(), *find_checks()]:
        named = sqlglot.parse_one(model.sql, read="duckdb").find_all(sqlglot.exp.Table)
        assert tables_read(model) == {f"{table.db}.{table.name}" for table in named if table.db}, model.where


def test_a_model_that_cannot_be_read_says_what_the_engine_stumbled_over(journey):
    with pytest.raises(ModelError) as caught:
        order(journey(w__a="select size from staged.items where\nwhere size > 1"))
    assert caught.value.where == "2_warehouse/a.sql"
    assert "syntax error" in caught.value.found


def test_models_that_wait_for_nothing_are_all_made_though_one_is_slow(journey):
    connection = open_builder()
    slow = "select count(*) as size from range(3_000_000) as a(i), range(3) as b(j)"
    folder = journey(w__a=slow, w__b="select 1 as size", w__c="select 2 as size",
                     m__d="select size from warehouse.a union all select size from warehouse.c")  # fmt: skip
    made = run_models(connection, Steps(quiet=True), folder)
    assert sorted(made) == ["mart.d", "warehouse.a", "warehouse.b", "warehouse.c"]
    assert made.index("mart.d") > max(made.index("warehouse.a"), made.index("warehouse.c"))
    rows = fetch_arrow(connection, "select size from mart.d order by size").to_pylist()
    assert [row["size"] for row in rows] == [2, 9_000_000]


def test_after_a_model_that_does_not_run_nothing_that_reads_it_is_made(journey):
    connection = open_builder()
    folder = journey(w__a="select 1 as size", w__b="select colour from warehouse.a", m__c="select * from warehouse.b")
    with pytest.raises(ModelError, match=r"2_warehouse/b\.sql: does not run"):
        run_models(connection, Steps(quiet=True), folder)
    assert list_tables(connection) == {"warehouse.a"}


def test_of_two_checks_that_fail_the_first_by_name_is_told(journey):
    connection = open_builder()
    folder = journey(
        w__a="select 2 as size",
        c__a__second="-- Quick.\nselect * from warehouse.a",
        c__a__first="-- Slow.\nselect count(*) as n from range(3_000_000) as a(i), range(3) as b(j)",
    )
    run_models(connection, Steps(quiet=True), folder)
    with pytest.raises(BuildError, match=r"checks/a__first\.sql: Slow\."):
        run_checks(connection, folder)


def test_a_check_of_many_faults_shows_the_first_few(journey):
    connection = open_builder()
    folder = journey(w__a="select * from range(9) as numbers(size)", c__a__none="-- Any.\nselect * from warehouse.a")
    run_models(connection, Steps(quiet=True), folder)
    with pytest.raises(BuildError) as caught:
        run_checks(connection, folder)
    assert caught.value.found == "9 rows, such as {'size': 0}; {'size': 1}; {'size': 2}"


def test_checks_that_hold_are_listed_with_what_they_look_for(journey):
    connection = open_builder()
    folder = journey(
        w__a="select 2 as size", c__a__none_odd="-- An item is odd.\nselect 1 from warehouse.a where false"
    )
    run_models(connection, Steps(quiet=True), folder)
    assert run_checks(connection, folder).values == [
        {"check_name": "a__none_odd", "table_name": "a", "fault": "An item is odd."}
    ]


def test_a_check_of_a_table_that_nobody_makes_is_named(journey):
    connection = open_builder()
    folder = journey(w__things="select 2 as size", c__things__any="-- Any.\nselect * from warehouse.thing")
    run_models(connection, Steps(quiet=True), folder)
    with pytest.raises(ModelError, match=r"checks/things__any\.sql: reads a table .* Did you mean 'warehouse.things'"):
        run_checks(connection, folder)


def test_a_model_that_does_not_run_is_named(journey):
    folder = journey(w__a="select colour from staged.items")
    connection = open_builder()
    add_table(connection, "staged", "items", Rows({"size": "bigint"}, [{"size": 1}]))
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
