"""Opens what a page keeps folded away, as a reader would by clicking; knows no page."""

from streamlit.testing.v1 import AppTest

FOLD = "fold of "


def folds_of(app: AppTest) -> dict[str, str]:
    """The folds of a page: name -> label."""
    ids = {box.proto.id: box.label for box in app.expander if FOLD in box.proto.id}
    return {widget.partition(FOLD)[2]: label for widget, label in ids.items()}


def open_folds(app: AppTest, *names: str) -> AppTest:
    """The page with these folds open; with every one of them, where none is named."""
    for name in names or folds_of(app):
        app.session_state[f"{FOLD}{name}"] = True
    app.run()
    assert not app.exception, [fault.message for fault in app.exception]
    return app
