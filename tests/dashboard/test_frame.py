"""The frame around every page: the address, the pickers, and what is told when the address is wrong."""

import pytest

ASH = {
    "school": "Ashgrove Academy",
    "span": "Half-term",
    "period": "Spring 1 2025/26",
    "audience": "Closed meeting",
}


def words_of(app):
    """Everything that the page says in Markdown, messages and captions, as one text without its escapes."""
    blocks = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error, *app.title, *app.subheader]
    return " ".join(block.value for block in blocks).replace("\\", "")


def test_an_address_without_a_scope_is_made_whole(open_page):
    app = open_page("overview")
    assert app.query_params == ASH | {"school": "All schools"}


def test_an_address_opens_the_view_that_it_names(open_page):
    app = open_page("overview", school="Ysgol y Cwm", span="Term", period="Autumn 2025/26")
    assert "Ysgol y Cwm | Autumn 2025/26, 1 September 2025 to 4 January 2026 | As at 6 March 2026" in words_of(app)


def test_an_address_may_name_a_school_by_id_and_in_any_case(open_page):
    app = open_page("overview", school="ash", span="half-term", period="spring 1 2025/26")
    assert app.query_params == ASH


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"school": "Nowhere"}, "there is no school 'Nowhere'"),
        ({"span": "Fortnight"}, "there is no span of time 'Fortnight'"),
        ({"period": "Spring 9"}, "there is no period 'Spring 9'"),
        ({"span": "Since a date", "since": "2026-02-31"}, "'2026-02-31' is no day up to 6 March 2026"),
        ({"span": "Since a date", "since": "2031-01-01"}, "'2031-01-01' is no day up to 6 March 2026"),
    ],
)
def test_what_an_address_gets_wrong_is_told(open_page, wrong, told):
    assert told in words_of(open_page("overview", **(ASH | wrong)))


def test_an_address_that_opens_what_is_not_there_is_told(open_page):
    assert "opens 'nonsense', which this page does not have" in words_of(open_page("overview", **ASH, open="nonsense"))


def test_a_running_period_is_marked(open_page):
    app = open_page("overview", **(ASH | {"period": "Spring 2 2025/26"}))
    assert "Not finished: it ends on" in words_of(app)
    assert ", not finished" in words_of(app)


def test_picking_another_span_shows_the_period_that_holds_the_last(open_page):
    app = open_page("overview", **ASH)
    app.selectbox(key="span").set_value("Year").run()
    assert not app.exception
    assert "Ashgrove Academy | 2025/26" in words_of(app)


def test_since_a_date_counts_by_the_same_rules(open_page):
    since = {"school": "Ashgrove Academy", "span": "Since a date", "since": "2026-01-05"}
    app = open_page("overview", **since)
    assert "Since 5 January 2026, up to 6 March 2026" in words_of(app)
    # The return of incidents ends on 28 February, so that the breach clauses, kept in Spring 1, are not known here.
    assert [metric.value for metric in app.metric[:4]] == ["0 of 6", "4 of 6", "2 of 6", "16 promises"]


def test_a_half_term_counts_its_promises(open_page):
    app = open_page("overview", **ASH)
    assert [metric.value for metric in app.metric] == [
        "4 of 10", "4 of 10", "2 of 10", "12 promises", "1 promise", "5 promises",
    ]  # fmt: skip


def test_every_page_is_stamped_with_its_build(open_page, sample):
    (build,) = (sample / "warehouse").glob("*.duckdb")
    assert f"build {build.stem.removeprefix('oversight_')}" in words_of(open_page("overview", **ASH))


def test_without_a_build_the_page_says_what_to_do(open_page, tmp_path):
    app = open_page("overview", data=tmp_path)
    assert "There is no build to read yet" in words_of(app)
