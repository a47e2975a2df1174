"""What exports do not hold, as the pages tell it: a month nobody exported, and accounts of which one side is known."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.progress import Steps
from pipelines.settings import Settings

SCHOOLS = "school_id,school_name,nation,policy\n900601,Elm School,england,barnes\n900602,Fir School,england,barnes\n"
ACCOUNTS = "account_id,school_id,platform,opened_on\nelm-x,900601,x,2020-01-01\nfir-x,900602,x,2020-01-01\n"
ASKED = "item_id,account_id,kind,direction,sent_at\n1,fir-x,comment,inbound,2021-05-12 09:00\n"
PERIOD = {"span": "Term", "period": "Summer 2020/21"}


def write_month(folder: Path, month: int) -> None:
    name = f"tweet_activity_metrics_elm_2021{month:02d}01_2021{month + 1:02d}01_en.csv"
    row = f"140000000000000000{month},link,hello,2021-{month:02d}-20 12:00 +0000"
    (folder / name).write_text(f"Tweet id,Tweet permalink,Tweet text,time\n{row}\n")


@pytest.fixture(scope="module")
def gappy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Elm School handed in the posts of March, April and June; Fir School one question that nobody answered."""
    data = tmp_path_factory.mktemp("gappy")
    folder = data / "exports" / "900601" / "elm-x"
    folder.mkdir(parents=True)
    for name, text in {"schools": SCHOOLS, "accounts": ACCOUNTS, "activity": ASKED}.items():
        (data / "exports" / f"{name}.csv").write_text(text)
    for month in (3, 4, 6):
        write_month(folder, month)
    build(Settings(data=data, as_at=date(2021, 7, 30)), Steps(quiet=True))
    return data


def words_of(app) -> str:
    """Every sentence of the page, without the marks that keep it plain text."""
    return " ".join(element.value for element in [*app.markdown, *app.info, *app.caption]).replace("\\", "")


def missing_exports(app):
    """The table of exports that are missing, or None."""
    return next((table.value for table in app.table if "Missing from" in table.value), None)


def test_the_month_between_two_exports_is_named_with_the_files_around_it(open_page, gappy):
    table = missing_exports(open_page("data_quality", data=gappy))
    (row,) = table.to_dict("records")
    assert row["School"] == "Elm School" and row["Account"].replace("\\", "") == "elm-x"
    assert (row["Missing from"], row["Missing to"]) == ("1 May 2021", "31 May 2021")
    assert "20210501" in row["After"] and "20210601" in row["Before"]


def test_the_hole_is_counted_where_the_data_set_has_it(open_page, gappy):
    app = open_page("data_quality", data=gappy, school="Elm School")
    holes = {metric.label: metric.value for metric in app.metric}["With a hole"]
    assert holes.startswith("1 of ")


def test_another_school_has_nothing_missing(open_page, gappy):
    app = open_page("data_quality", data=gappy, school="Fir School")
    assert missing_exports(app) is None and "No export is missing between two others." in words_of(app)


def test_posts_alone_do_not_make_a_school_without_questions(open_page, gappy):
    said = words_of(open_page("response_times", data=gappy, school="Elm School", **PERIOD))
    assert "of Elm School only what was sent was handed in" in said
    assert "Nobody waited" not in said


def test_a_school_of_which_one_side_is_known_is_named_beside_those_that_asked(open_page, gappy):
    said = words_of(open_page("response_times", data=gappy, **PERIOD))
    assert "Only what its accounts sent was handed in for this period by Elm School" in said
    assert "No activity was handed in for this period by" not in said
