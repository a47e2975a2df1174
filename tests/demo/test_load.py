"""The whole journey on the demonstration: every file is understood, every row accounted for, every status reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build
from pipelines.demo.deliveries import read_deliveries
from pipelines.demo.scene import Scene
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.stage import IntakeReport, stage_inbox
from pipelines.warehouse import newest_build, open_reader
from tests.demo.conftest import AS_AT

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Loaded:
    settings: Settings
    intake: IntakeReport
    connection: DuckDBPyConnection

    def ask(self, question: str) -> list[tuple[object, ...]]:
        return self.connection.cursor().sql(question).fetchall()

    def count(self, relation: str) -> int:
        return int(str(self.ask(f"select count(*) from {relation}")[0][0]))


@pytest.fixture(scope="module")
def loaded(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    settings = Settings(data=tmp_path_factory.mktemp("data"), as_at=AS_AT, exports=inbox)
    started = perf_counter()
    summary = build(settings, Steps(quiet=True))
    print(f"loaded the demonstration in {perf_counter() - started:.1f} s")  # noqa: T201 - a benchmark for `pytest -rP`
    with open_reader(newest_build(settings)) as connection:
        yield Loaded(settings, summary.intake, connection)


def test_every_file_is_understood_but_the_one_that_no_format_describes(loaded: Loaded):
    strays = {stray.path: "unrecognised" for stray in read_deliveries()[2]}
    assert {part.file: part.status for part in loaded.intake.not_loaded} == strays
    assert {part.format for part in loaded.intake.loaded} > {"x_archive_tweets", "support_tweets", "activity", "people"}


def test_only_what_somebody_typed_wrongly_is_set_aside(loaded: Loaded):
    bad = [delivery.path for delivery in read_deliveries()[1] for _ in delivery.bad_rows]
    rejects = loaded.ask("select distinct file, row_number from load.rejects")
    assert sorted(str(file) for file, _ in rejects) == sorted(bad)


@pytest.mark.parametrize(
    "table",
    ["people", "account_access", "monitoring", "incidents", "training", "acknowledgements", "returns"],
)
def test_no_row_is_lost_on_the_way(table: str, loaded: Loaded, tables: Tables):
    assert loaded.count(f"warehouse.{table}") == len(tables[table])


def test_an_archive_tells_of_what_was_answered_and_the_rest_of_everything(loaded: Loaded, tables: Tables):
    invented = tables["activity"]
    archived = invented[invented["export"] == "x_archive"]
    answered = archived["item_id"].isin(archived["in_reply_to"])
    told = len(invented) - len(archived) + (answered | (archived["direction"] == "outbound")).sum()
    assert loaded.count("warehouse.activity") == told


def test_terms_are_those_of_each_school(loaded: Loaded, scene: Scene):
    in_2025 = "is_school_day and on_date between '2025-01-01' and '2025-12-31'"
    days = {
        school_id: int(calendar.days.loc[calendar.days["day"].dt.year == 2025, "is_school_day"].sum())
        for school_id, calendar in scene.calendars.items()
    }
    assert dict(loaded.ask(f"select school_id, count(*) from warehouse.school_days where {in_2025} group by 1")) == days


def test_every_status_is_reached_in_the_year(loaded: Loaded):
    statuses = {status for (status,) in loaded.ask("select distinct status from result.clause_status")}
    expected = {"met", "partly_met", "not_met", "not_yet_due", "attested", "no_data", "not_applicable"}
    assert statuses == expected


def statuses_of(loaded: Loaded, control: str, period: str) -> dict[object, object]:
    """Status by school of the one clause that a control judges, in a half-term."""
    asked = "select school_id, status from result.clause_status where control = '{}' and period_name = '{}'"
    return dict(loaded.ask(asked.format(control, period)))


def test_a_missing_log_is_no_data_and_poor_cover_is_not(loaded: Loaded):
    now, then = (statuses_of(loaded, "monitoring_cadence", f"{name} 2025/26") for name in ("Spring 1", "Autumn 1"))
    assert now["900106"] == "no_data"
    assert then["900106"] in ("met", "partly_met")
    ((missed, judged),) = loaded.ask(
        "select count(*) filter (where outcome = 'missed'), count(*) from result.cases where school_id = '900103' "
        "and control = 'monitoring_cadence' and judged_on between '2025-04-28' and '2025-07-22'"
    )
    assert int(str(missed)) > 0.4 * int(str(judged)) > 0


def test_the_stories_of_the_register_are_judged(loaded: Loaded):
    missed = "select distinct split_part(case_id, '@', 1) from result.cases where control = '{}' and outcome = 'missed'"
    assert {case for (case,) in loaded.ask(missed.format("approved_before_opening"))} == {
        "fennacre-instagram",
        "quarrendale-tiktok",
    }
    assert loaded.ask("select account_id, school_id from warehouse.accounts where not is_registered") == [
        ("drayhurst-pe-dept", "900104")
    ]


def test_loading_again_reads_nothing_anew(loaded: Loaded):
    assert stage_inbox(loaded.settings, Steps(quiet=True)).new_files == ()


def test_the_number_before_conversion_means_the_academy_and_is_no_school_of_its_own(loaded: Loaded, tables: Tables):
    (link,) = tables["school_links"].to_dict("records")
    asked = f"select school_id from warehouse.school_ids where any_id = '{link['old_school_id']}'"
    assert loaded.ask(asked) == [(link["new_school_id"],)]
    assert loaded.count("warehouse.schools") == len(tables["schools"])
