"""The national register has had two layouts, in which one column name means two things."""

import csv
from pathlib import Path

import pytest
from small_inbox import Inbox

from pipelines.formats import load_formats
from pipelines.recognise import plain

GIAS = next(each for each in load_formats() if each.name == "gias_all_data")
# In the older layout the inspectorate of independent schools, in the newer that of all: see both samples.
OTHER_MEANING = {"InspectorateName (name)", "BSOInspectorateName (name)", "Inspectorate (name)"}
IN_ONE_LAYOUT_ONLY = {"RSCRegion (name)", "CensusAreaStatisticWard (name)", "QABName (name)", "CHNumber", "FSM"}


def test_no_column_is_read_that_the_two_layouts_mean_differently():
    read = {plain(spelling) for column in GIAS.columns.values() for spelling in column.spellings}
    assert not read & set(map(plain, OTHER_MEANING | IN_ONE_LAYOUT_ONLY))


@pytest.mark.parametrize(
    "inspectorate", [["InspectorateName (name)"], ["BSOInspectorateName (name)", "InspectorateName (name)"]]
)
def test_both_layouts_give_the_same_school(inbox: Inbox, inspectorate: list[str]):
    known = {"URN": "900101", "EstablishmentName": "Heath School", "TypeOfEstablishment (name)": "Academy converter",
             "PhaseOfEducation (name)": "Primary", "Trusts (name)": "-", "NumberOfPupils": "210",
             "policy": "barnes", **dict.fromkeys(inspectorate, "Not applicable")}  # fmt: skip
    inbox.put("edubasealldata20260901.csv", [known])
    assert inbox.only_part().format == "gias_all_data"
    columns = ("school_id", "school_name", "trust_name", "phase", "nation", "pupils", "policy")
    assert inbox.rows("schools", *columns) == [("900101", "Heath School", None, "primary", "england", 210, "barnes")]


@pytest.mark.real
def test_the_real_register_has_every_column_that_is_read(real_exports: Path):
    with (real_exports / "gias" / "example_schools_dfe_anonymised.csv").open(encoding="utf-8") as file:
        header = set(map(plain, next(csv.reader(file))))
    from_the_register = [column for column in GIAS.columns.values() if not column.optional and column.name != "policy"]
    assert all(header & set(map(plain, column.spellings)) for column in from_the_register)
    assert plain("policy") not in header
