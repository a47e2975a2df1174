"""The Data quality page, by its numbers."""

from tests.dashboard.sample_build import TABLES

ROWS = sum(map(len, TABLES.values()))


def values(app):
    return {metric.label: metric.value for metric in app.metric}


def text_of(app):
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.subheader, *app.header])


def test_every_file_and_row_that_was_handed_in_is_accounted_for(open_page):
    app = open_page("data_quality")
    assert values(app)["Files loaded"] == f"{len(TABLES)} of {len(TABLES) + 1}"
    assert values(app)["Rows set aside"] == "1"
    assert f"{ROWS} of {ROWS + 1} rows are counted" in text_of(app)


def test_a_data_set_that_fell_behind_is_counted_for_the_school_in_view(open_page):
    # Ashgrove: monitoring ends on 16 January and training on 10 September; as at 6 March both are over a month behind.
    ashgrove = values(open_page("data_quality", school="Ashgrove Academy"))
    everyone = values(open_page("data_quality"))
    assert ashgrove["Over a month behind"].split(" of ")[0] <= everyone["Over a month behind"].split(" of ")[0]
    assert int(ashgrove["Over a month behind"].split(" of ")[0]) >= 2


def test_an_unregistered_account_and_a_file_not_understood_are_named(open_page):
    tables = [table.value.to_string() for table in open_page("data_quality").table]
    assert any("stray" in shown for shown in tables)
    assert any("visits" in shown and "Compare its headers" in shown for shown in tables)
    assert any("reported" in shown and "yesterday" in shown for shown in tables)
    assert any("colour" in shown for shown in tables)


def test_the_checks_that_the_build_passed_are_listed(open_page):
    app = open_page("data_quality")
    assert any("An enquiry is counted twice" in table.value.to_string().replace("\\", "") for table in app.table)


def test_a_school_that_handed_in_nothing_else_says_so(open_page, bare):
    app = open_page("data_quality", data=bare)
    assert any("Nothing was handed in that covers any day" in info.value.replace("\\", "") for info in app.info)
