"""Opening the dashboard from the verb `demo`: which program is started, on which data, and what it ends with."""

import subprocess
from datetime import date
from types import SimpleNamespace

import pytest

from pipelines.demo.serving import open_dashboard
from pipelines.settings import ROOT, Settings


@pytest.mark.parametrize("ends_with", [0, 1, 130])
def test_the_dashboard_is_served_on_the_data_just_loaded(tmp_path, monkeypatch, ends_with):
    started = {}

    def run(command, **given):
        started.update(given, command=command)
        return SimpleNamespace(returncode=ends_with)

    monkeypatch.setenv("OVERSIGHT_DATA", "elsewhere")
    monkeypatch.setattr(subprocess, "run", run)
    assert open_dashboard(Settings(tmp_path, date(2026, 3, 6))) == ends_with
    assert started["command"][1:4] == ["-m", "streamlit", "run"]
    assert started["command"][4] == str(ROOT / "dashboard" / "app.py")
    assert started["env"]["OVERSIGHT_DATA"] == str(tmp_path)
    assert started["cwd"] == ROOT
    assert started["check"] is False
