"""Owns opening the dashboard on the demonstration that was just loaded; knows no page and nothing that was invented."""

import os
import subprocess
import sys

from pipelines.settings import ROOT, Settings


def open_dashboard(settings: Settings) -> int:
    """Serve the dashboard on a data folder until it is stopped; returns what it ended with."""
    environment = os.environ | {"OVERSIGHT_DATA": str(settings.data)}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py")]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
