"""Owns the blocks that pages are made of; knows no page. Import it whole: `parts.answer(...)`, `parts.chart(...)`."""

from dashboard.parts.blocks import answer, definition, nothing, plain, section
from dashboard.parts.case_lists import find_cases
from dashboard.parts.charts import chart
from dashboard.parts.control_charts import Measure, control_chart
from dashboard.parts.figures import Figure, figures
from dashboard.parts.folds import fold, views
from dashboard.parts.gate import is_limited, page
from dashboard.parts.opening import close_opened, entry, open_button, opened
from dashboard.parts.saving import offer_file
from dashboard.parts.tables import file_name, table

__all__ = [
    "Figure",
    "Measure",
    "answer",
    "chart",
    "close_opened",
    "control_chart",
    "definition",
    "entry",
    "figures",
    "file_name",
    "find_cases",
    "fold",
    "is_limited",
    "nothing",
    "offer_file",
    "open_button",
    "opened",
    "page",
    "plain",
    "section",
    "table",
    "views",
]
