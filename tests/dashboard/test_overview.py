"""The Overview by its numbers and words, for a school with data, one without, and all together."""

import pytest

from dashboard import promises
from tests.dashboard.folds import open_folds

SPRING = {"school": "Ashgrove Academy", "span": "Half-term", "period": "Spring 1 2025/26"}
KEPT = {"BPS-12", "BPS-20", "BPS-21", "BPS-23"}
IN_PART = {"BPS-05", "BPS-06", "BPS-09", "BPS-14"}
BROKEN = {"BPS-07", "BPS-08"}


def plain(words) -> str:
    return str(words).replace("\\", "")


def words_of(app) -> str:
    return plain(" ".join(block.value for block in [*app.markdown, *app.subheader, *app.info, *app.caption]))


def figures_of(app) -> dict[str, str]:
    return {plain(metric.label): plain(metric.value) for metric in app.metric}


def table_with(app, *columns):
    """The first table with all these columns, its cells as words."""
    tables = [table.value.rename(columns=plain).map(plain) for table in app.table]
    return next(table for table in tables if set(columns) <= set(table.columns))


def open_figure(app, name: str):
    """The page with the rows behind a figure."""
    app.button(key=f"open {name}").click().run()
    assert not app.exception
    return table_with(app, "Clause", "Promise", "Status")


def test_each_promise_is_counted_once_by_what_can_be_said_of_it(open_page):
    """Of Ashgrove's 23 clauses 22 hold for it; twelve of them have controls that this small trust was not judged by."""
    app = open_page("overview", **SPRING)
    assert figures_of(app) == {
        "Promises kept": "4 of 10",
        "Promises partly kept": "4 of 10",
        "Promises not kept": "2 of 10",
        "Not known": "12 promises",
        "Nothing to judge": "1 promise",
        "Changed status": "5 promises",
    }
    answer = "Ashgrove Academy kept 4 of 10 promises that could be judged; 4 kept in part, 2 not kept."
    assert f"{answer} 12 more could not be judged." in words_of(app)


@pytest.mark.parametrize(
    ("figure", "clauses"),
    [("kept", KEPT), ("partly_kept", IN_PART), ("not_kept", BROKEN), ("nothing_to_judge", {"BPS-01"})],
)
def test_a_figure_opens_the_promises_that_it_counts(open_page, figure, clauses):
    assert set(open_figure(open_page("overview", **SPRING), figure)["Clause"]) == clauses


def test_what_changed_is_shown_with_what_it_was(open_page):
    """Against the half-term before: three had no data, and of two nothing happened."""
    rows = open_figure(open_page("overview", **SPRING), "changed").set_index("Clause")
    assert rows["Before"].to_dict() == {
        "BPS-05": "No data",
        "BPS-06": "No data",
        "BPS-07": "No data",
        "BPS-08": "Nothing to judge",
        "BPS-14": "Nothing to judge",
    }
    assert set(rows["Status"]) == {"Partly kept", "Not kept"}


def test_the_themes_add_up_to_the_figures(open_page):
    themes = table_with(open_folds(open_page("overview", **SPRING), "promises by theme"), "Theme", "Kept").set_index(
        "Theme"
    )
    counts = themes.astype(int)
    assert counts.sum().to_dict() == {
        "Kept": 4,
        "Partly kept": 4,
        "Not kept": 2,
        "Not known": 12,
        "Nothing to judge": 1,
    }
    assert counts.loc["Accounts and access", "Not kept"] == counts["Not kept"].max()


def test_the_title_names_the_theme_with_most_promises_not_kept(open_page):
    assert "Most promises not kept: accounts and access" in words_of(open_page("overview", **SPRING))
    before = open_page("overview", **SPRING | {"period": "Autumn 2 2025/26"})
    assert "No theme has a promise not kept" in words_of(before)


def test_several_schools_are_added_up(open_page):
    """Birchwood and the third school have no data at all: they add to what is not known and to nothing else."""
    all_three = figures_of(open_page("overview", **SPRING | {"school": "All schools"}))
    one = figures_of(open_page("overview", **SPRING))
    judged = ["Promises kept", "Promises partly kept", "Promises not kept", "Changed status"]
    assert [all_three[name] for name in judged] == [one[name] for name in judged]
    assert all_three["Not known"] == "71 promises"


def test_a_school_without_data_keeps_and_breaks_nothing(open_page):
    app = open_page("overview", **SPRING | {"school": "Birchwood Academy"})
    figures = figures_of(app)
    assert {figures[f"Promises {group}"] for group in ("kept", "partly kept", "not kept")} == {"None judged"}
    said = words_of(app)
    assert "It cannot be said: none of the 28 promises can be judged for this period." in said
    assert "No promise could be judged" in said
    assert "ask for the data that is missing" in said
    assert "No theme has a promise not kept" not in said, "which would sound as if all were well"
    assert "0 of 0" not in said
    missing = table_with(app, "Data set", "What would settle it")
    assert dict(zip(missing["Data set"], missing["Promises"], strict=False))["Incidents"] == "4"


def test_nothing_is_said_of_what_could_not_be_judged_where_all_could(open_page, monkeypatch):
    find = promises.find_clauses
    monkeypatch.setattr(promises, "find_clauses", lambda scope: find(scope).query("group != 'Not known'"))
    said = words_of(open_page("overview", **SPRING))
    assert "4 kept in part, 2 not kept." in said
    assert "could not be judged" not in said
    assert "Every promise that the program can judge has data for this period." in said


def test_the_promises_with_most_cases_not_as_promised_come_first_and_open_their_cases(open_page):
    app = open_page("overview", **SPRING)
    opens = [button for button in app.button if plain(button.label) == "Open the cases"]
    assert len(opens) == 6, "no more than six are named"
    first = opens[0].key.removeprefix("open ").split()[0]
    assert first in IN_PART | BROKEN
    opens[0].click().run()
    assert not app.exception
    assert {"Outcome", "Proof"} <= set(table_with(app, "Outcome", "Proof").columns)


def test_the_public_sees_statuses_and_no_case(open_page):
    app = open_page("overview", **SPRING, audience="Public")
    assert figures_of(app)["Promises not kept"] == "2 of 10"
    assert not [button for button in app.button if "cases" in plain(button.label)]
    listed = table_with(app, "Clause", "Status")
    assert "Count or answer" not in listed.columns
    assert set(listed["Clause"]) == IN_PART | BROKEN
