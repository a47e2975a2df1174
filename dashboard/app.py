"""Owns the start of the dashboard: `streamlit run dashboard/app.py`; everything else is the frame's."""

import sys
from pathlib import Path

# Streamlit puts this file's own folder on the path, not the project's, so the packages would not be found.
if (root := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.insert(0, root)

from dashboard import frame

frame.draw()
