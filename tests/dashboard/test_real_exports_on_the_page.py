"""Real exports from the inbox to the Response times page; the register that gives brands to schools is invented."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import open_reader

pytestmark = pytest.mark.real

LEFT_OFF = {"sainsburys", "sprintcare"}
SCHOOLS = (
    "school_id,school_name,nation,policy\n900501,Alder School,england,barnes\n900502,Beech School,england,marshfields\n"
)


def read_brands(table: Path) -> list[str]:
    """The brands that answer in the customer support table."""
    with table.open(encoding="utf-8", newline="") as file:
        return sorted({row["author_id"] for row in csv.DictReader(file) if row["inbound"] == "False"})


@pytest.fixture(scope="module")
def real_data(real_exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder loaded with the support table and the X archive, two brands left off the register."""
    data = tmp_path_factory.mktemp("real")
    archive = data / "exports" / "900501" / "fanfare"
    archive.mkdir(parents=True)
    shutil.copy(real_exports / "x_archive" / "fanfare_stiphout" / "tweets.js", archive)
    support = Path(shutil.copy(real_exports / "twcs" / "twcs_first_rows.csv", data / "exports"))
    (data / "exports" / "schools.csv").write_text(SCHOOLS)
    registered = [brand for brand in read_brands(support) if brand not in LEFT_OFF]
    rows = [f"{brand},90050{1 + place % 2},x,2010-01-01" for place, brand in enumerate(registered)]
    register = ["account_id,school_id,platform,opened_on", "fanfare,900501,x,2012-01-01", *rows]
    (data / "exports" / "accounts.csv").write_text("\n".join(register) + "\n")
    build(Settings(data=data, as_at=date(2023, 12, 31)), Steps(quiet=True))
    return data


def read_build(data: Path, query: str) -> list[tuple]:
    """Rows of the newest build."""
    with open_reader(max((data / "warehouse").glob("*.duckdb"))) as connection:
        return connection.execute(query).fetchall()


def count_enquiries(data: Path, where: str) -> tuple[int, int]:
    """How many enquiries were received in November and December 2017, and how many of them were answered."""
    counted = "select count(*), count(replied_at) from mart.enquiries"
    return read_build(data, f"{counted} where received_on between '2017-11-01' and '2017-12-31' and {where}")[0]


def test_their_enquiries_reach_the_response_page(open_page, real_data):
    app = open_page("response_times", data=real_data, span="Half-term", period="Autumn 2 2017/18")
    values = {metric.label: metric.value for metric in app.metric}
    judged, judged_answered = count_enquiries(real_data, "school_id is not null")
    received, answered = count_enquiries(real_data, "true")
    assert received > judged > 200  # a brand left off the register is no school's: counted, and judged by no policy
    assert values["Within target"].endswith(f" of {judged}")
    assert values["Answered out of hours"].endswith(f" of {answered}")
    assert values["Overdue now"] == f"{judged - judged_answered} enquiries"


def test_every_answer_of_the_archive_has_its_wait(real_data):
    # Thirteen replies to others, between 46 seconds and 234 hours after the post they answer, by the clock in its id.
    waits = "select count(*), min(elapsed_minutes), max(elapsed_minutes) / 60 from mart.enquiries"
    query = f"{waits} where account_id = 'fanfare'"
    assert read_build(real_data, query) == [(13, pytest.approx(0.77, abs=0.01), pytest.approx(234.04, abs=0.01))]


def test_brands_on_no_register_are_named_and_counted(open_page, real_data):
    app = open_page("data_quality", data=real_data)
    shown = " ".join(table.value.to_string() for table in app.table)
    assert all(brand in shown for brand in LEFT_OFF)
