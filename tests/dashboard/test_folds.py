"""What is drawn only while it is open: a fold, and one of several views; each alone on a page of its own."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.folds import folds_of, open_folds


def two_folds():
    import streamlit as st

    from dashboard import parts

    parts.fold("How fresh?", "freshness", lambda: st.markdown("as of Friday"))
    parts.fold("Which files?", "files", lambda: st.markdown("three files"))


def three_views():
    import streamlit as st

    from dashboard import parts

    labels = ("Working time", "Elapsed time", "Every account")
    parts.views("clock", {label: lambda label=label: st.markdown(f"drawn: {label}") for label in labels})


def one_view():
    import streamlit as st

    from dashboard import parts

    parts.views("clock", {"Working time": lambda: st.markdown("drawn alone")})


def fold_in_a_view():
    import streamlit as st

    from dashboard import parts

    inner = {"Left": lambda: parts.fold("The rows", "rows", lambda: st.markdown("two rows")), "Right": lambda: None}
    parts.views("side", inner)


def run(script, **address):
    """The page that a function draws, at an address."""
    app = AppTest.from_function(script, default_timeout=20)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [fault.message for fault in app.exception]
    return app


def drawn(app):
    """What the page says in Markdown."""
    return [block.value for block in app.markdown]


def test_a_closed_fold_draws_nothing_but_its_label():
    app = run(two_folds)
    assert folds_of(app) == {"freshness": "How fresh?", "files": "Which files?"}
    assert drawn(app) == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("files",), ["three files"]),
        (("freshness",), ["as of Friday"]),
        (("freshness", "files"), ["as of Friday", "three files"]),
        ((), ["as of Friday", "three files"]),
    ],
)
def test_an_open_fold_draws_its_own_content_alone(names, said):
    assert drawn(open_folds(run(two_folds), *names)) == said


def test_a_fold_that_is_closed_again_forgets_its_content():
    app = open_folds(run(two_folds), "files")
    app.session_state["fold of files"] = False
    assert drawn(app.run()) == []


def test_the_first_view_is_the_one_that_is_open():
    app = run(three_views)
    assert [tab.label for tab in app.tabs] == ["Working time", "Elapsed time", "Every account"]
    assert drawn(app) == ["drawn: Working time"]


@pytest.mark.parametrize("label", ["Working time", "Elapsed time", "Every account"])
def test_the_address_opens_another_view(label):
    assert drawn(run(three_views, clock=label)) == [f"drawn: {label}"]


def test_a_view_that_does_not_exist_is_the_first():
    app = run(three_views, clock="Lunar time")
    assert drawn(app) == ["drawn: Working time"]


def test_choosing_another_view_draws_it_in_place_of_the_last():
    app = run(three_views)
    for label in ("Elapsed time", "Every account", "Working time"):
        app.session_state["clock"] = label
        assert drawn(app.run()) == [f"drawn: {label}"]


def test_a_single_view_needs_no_tab():
    app = run(one_view)
    assert list(app.tabs) == []
    assert drawn(app) == ["drawn alone"]


def test_a_fold_stands_inside_a_view():
    assert drawn(run(fold_in_a_view)) == []
    assert drawn(open_folds(run(fold_in_a_view), "rows")) == ["two rows"]
    assert folds_of(run(fold_in_a_view, side="Right")) == {}
