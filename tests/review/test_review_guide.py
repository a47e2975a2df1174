"""The guide speaks of the page as it is: its headings, labels and buttons word for word."""

import pytest

from dashboard.questions.rules import HEADINGS, SEVERITIES, known_rules
from dashboard.review.card_form import RECORD
from pipelines.settings import ROOT

GUIDE = " ".join((ROOT / "docs" / "guides" / "termly-review.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("words", [*HEADINGS.values(), *RECORD.values(), *SEVERITIES])
def test_the_guide_names_what_the_page_says(words):
    assert words in GUIDE


def test_the_guide_names_the_fields_and_buttons_of_the_page(open_review):
    app = open_review(open="enquiries_overdue ash")
    labels = [widget.label.partition(":")[0] for kind in ("radio", "selectbox") for widget in app.main.get(kind)]
    labels += [button.label for button in app.main.button if button.label.startswith(("Ask", "Record the"))]
    labels += [button.proto.label for button in app.get("download_button") if "(HTML)" in button.proto.label]
    named = {"Record the visit": "Record this visit", "Visitor": "your role"}
    for label in labels:
        assert named.get(label, label) in GUIDE, label
    assert "Record this visit" in [header.value for header in app.header]


def test_the_recipe_and_the_changes_tell_of_the_rules():
    assert f"{len(known_rules())} rules raise questions" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## A new question")[2]
    for place in ("data/reference/questions.toml", "tests/cases/questions/", "tests/questions"):
        assert place in recipe and (ROOT / place).exists()
