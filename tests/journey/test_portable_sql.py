"""Every select of the journey stays inside the subset of SQL that DuckDB and Spark run alike."""

import re

import pytest

from pipelines.settings import JOURNEY
from tests.journey.portable_sql import find_faults

FOLDERS = ("2_warehouse", "3_marts", "4_controls", "5_results", "checks")
SELECTS = sorted(path for folder in FOLDERS for path in (JOURNEY / folder).glob("*.sql"))


@pytest.mark.parametrize("path", SELECTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_select_of_the_journey_is_portable(path):
    assert list(find_faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SELECTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_select_of_the_journey_is_written_in_lower_case_with_spaces(path):
    text = re.sub(r"'[^']*'|--.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "\t" not in text
    assert not re.search(r"\b(SELECT|FROM|WHERE|JOIN|CASE|WHEN|AND|OR)\b", text)


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("select quantile_cont(x, 0.5) from warehouse.t", "quantile_cont is not among"),
        ("select * from warehouse.t asof join warehouse.u on t.x >= u.x", "ASOF join"),
        ("pivot warehouse.t on x using sum(y)", "PIVOT"),
        ("select * from warehouse.t pivot (sum(y) for x in (1, 2))", "PIVOT"),
        ("select [1, 2] as x", "lists"),
        ("select {'a': 1} as x", "structs"),
        ("select x[1] from warehouse.t", "indexing"),
        ("select epoch_ms(x) from warehouse.t", "epoch_ms is not among"),
        ("select dayofweek(x) from warehouse.t", "dayofweek is not among"),
        ("select isodow(x) from warehouse.t", "isodow is not among"),
        ("select extract(isodow from x) from warehouse.t", "extract(isodow)"),
        ("select extract(epoch from x) from warehouse.t", "extract(epoch)"),
        ("select date_diff('day', x, y) from warehouse.t", "date_diff is not among"),
        ("select try_strptime(x, '%d') from warehouse.t", "try_strptime is not among"),
        ("select try_cast(x as date) from warehouse.t", "try_cast"),
        ("select unnest(range(3)) as x", "unnest is not among"),
        ("select * from generate_series(1, 3)", "generate_series is not among"),
        ("select 1 as x union by name select 2 as x", "UNION BY NAME"),
        ("select 1 as x union all by name select 2 as x", "UNION BY NAME"),
        ("select date_trunc('year', x) from warehouse.t", "date_trunc to year"),
        ("with recursive a as (select 1 as x) select * from a", "recursion"),
        ("select * exclude (x) from warehouse.t", "exclude"),
        ("select * replace (1 as x) from warehouse.t", "replace"),
        ("select distinct on (x) x, y from warehouse.t", "DISTINCT ON"),
        ("select x::date from warehouse.t", "::"),
        ("select cast(x as varchar) from warehouse.t", "cast as string"),
        ("select x // 2 from warehouse.t", "whole division"),
        ('select "x" from warehouse.t', "double quotes"),
        ("select $x as x", "parameters"),
        ("select sum(x) filter (where y) over (order by z) from warehouse.t", "FILTER in a window"),
        (
            "select lag(x) over (order by y rows between 1 preceding and current row) from warehouse.t",
            "a frame for lag",
        ),
        ("select\n    x,\nfrom warehouse.t", "a comma after the last column"),
        (
            "select a.x, b.* from warehouse.a as a inner join warehouse.b as b on a.x = b.x",
            "a column twice: a.x and b.*",
        ),
        ("select b.*, a.x from warehouse.a as a left join warehouse.b as b on b.x = a.x and a.y > 1", "a column twice"),
        ("select list_transform(x, lambda y: y + 1) from warehouse.t", "list_transform is not among"),
    ],
)
def test_what_is_outside_the_subset_is_refused(select, said):
    assert any(said in fault for fault in find_faults(select)), list(find_faults(select))


@pytest.mark.parametrize(
    "select",
    [
        "with a as (select * from warehouse.t) select x, count(*) filter (where y) as n from a group by x",
        "select percentile_cont(0.9) within group (order by x) as p, median(x) as m from warehouse.t",
        "select sum(x) over (order by z rows between unbounded preceding and 1 preceding) from warehouse.t",
        "select x from warehouse.t qualify row_number() over (partition by x order by y) = 1",
        "select x, y, sum(z) from warehouse.t group by grouping sets ((x), (x, y), ())",
        "select date_trunc('month', x) from warehouse.t semi join warehouse.u on u.x = t.x",
        "select cast(x + interval '1' day as date), extract(hour from y - x) from warehouse.t",
        "select cast(x as string) from warehouse.t",
        "select a.y, b.* from warehouse.a as a inner join warehouse.b as b on a.x = b.x",
        "select a.x as other, b.* from warehouse.a as a inner join warehouse.b as b on a.x = b.x",
        "select a.x, b.y from warehouse.a as a inner join warehouse.b as b on a.x = b.x",
        "select case when x in (1, 2) then 'quantile_cont(x)' end as said from warehouse.t -- unnest(x)",
    ],
)
def test_what_is_inside_the_subset_passes(select):
    assert list(find_faults(select)) == []
