"""What is refused before anything is served, what the policy of every page allows, and what a fault tells."""

import logging
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import server
from dashboard.access import VARIABLE
from dashboard.access_list import AccessError
from pipelines.errors import OversightError
from tests.dashboard.viewers import APP
from tests.serving import ROOT

SECRETS = """[auth]
redirect_uri = "https://oversight.example.org/oauth2callback"
cookie_secret = "a cookie secret of the tests, kept by nobody"
client_id = "x"
client_secret = "x"
server_metadata_url = "https://provider.example.org/.well-known/openid-configuration"
"""
PKCE = 'client_kwargs = { code_challenge_method = "S256" }\n'


def start(data: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the dashboard where it has to refuse; it ends by itself, and fails the test if it serves instead."""
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", "0", *options]
    env = os.environ | {"OVERSIGHT_DATA": str(data)} | environment
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_without_sign_in_no_other_computer_is_served(tmp_path: Path, address: str):
    refused = start(tmp_path, "--server.address", address)
    assert refused.returncode != 0
    assert "Without sign-in, Oversight is served to this computer only" in refused.stderr
    assert f"found: {address}" in refused.stderr
    assert "docs/guides/sign-in.md" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_sign_in_without_a_provider_or_without_pkce_does_not_start(tmp_path: Path):
    asked = start(tmp_path, OVERSIGHT_ACCESS="login")
    assert asked.returncode != 0
    assert "no provider is set up" in asked.stderr
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SECRETS, encoding="utf-8")
    unsafe = start(tmp_path, "--secrets.files", str(secrets))
    assert unsafe.returncode != 0
    assert "does not ask for PKCE" in unsafe.stderr
    assert "kept by nobody" not in unsafe.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "[::1]", "localhost", "127.9.9.9"])
def test_these_addresses_are_this_computer(address: str):
    assert server.is_this_computer(address)


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::", "10.0.0.7", "localhost.evil.test", "unix:///x", "school.org"])
def test_these_are_not(address: str):
    assert not server.is_this_computer(address)


def test_the_public_name_is_let_in_and_sign_in_stays_on_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.setattr(st.secrets, "_secrets", tomllib.loads(SECRETS + PKCE))
    before = config.get_option("server.allowedHosts")
    try:
        server.prepare()
        assert config.get_option("server.allowedHosts") == [*before, "oversight.example.org"]
    finally:
        config.set_option("server.allowedHosts", before)
    assert os.environ[VARIABLE] == "login"
    monkeypatch.setattr(st.secrets, "_secrets", {})
    assert server.access.mode() == "login"


def test_the_mode_is_refused_where_it_is_misspelt(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "Login")
    with pytest.raises(AccessError, match="OVERSIGHT_ACCESS is wrong") as refused:
        server.access.mode()
    assert "accepted: local, login" in str(refused.value)
    with pytest.raises(SystemExit):
        server.prepare()


def test_the_policy_lets_nothing_run_that_is_not_streamlits_own():
    rules = dict(rule.split(" ", 1) for rule in server.content_policy().split("; "))
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["connect-src"] == rules["form-action"] == "'self'"
    assert re.fullmatch(r"'self' 'wasm-unsafe-eval'( 'sha256-[A-Za-z0-9+/]{43}=')+", rules["script-src"])
    assert " 'unsafe-eval'" not in server.content_policy()
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "http" not in server.content_policy()
    assert "*" not in server.content_policy()


def test_health_says_whether_there_is_a_build_and_nothing_else(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    nothing = server.health(None)  # type: ignore[arg-type]
    assert (nothing.status_code, nothing.body) == (503, b'{"status":"no build"}')
    monkeypatch.setenv("OVERSIGHT_DATA", str(sample))
    serving = server.health(None)  # type: ignore[arg-type]
    assert (serving.status_code, serving.body) == (200, b'{"status":"ok"}')


def test_a_fault_tells_its_kind_and_place_to_the_log_and_its_words_to_nobody(caplog: pytest.LogCaptureFixture):
    def script() -> None:
        from dashboard import server

        try:
            raise KeyError("Anna Example, 12 Some Street")
        except KeyError as fault:
            assert server.tell_fault(fault)

    with caplog.at_level(logging.ERROR):
        app = AppTest.from_function(script).run()
    assert [error.value for error in app.error] == [server.FAULT]
    told = [record.getMessage() for record in caplog.records if record.name == "oversight.server"]
    assert len(told) == 1
    assert told[0].startswith("a page could not be drawn: KeyError at ")
    assert "Anna" not in told[0]


def test_an_error_that_a_person_can_mend_names_no_place_on_the_disk_to_a_governor():
    from dashboard.access import LOCAL, Viewer
    from dashboard.frame import _tell

    error = OversightError("There is no build to read yet", where="/srv/secret/place", do="load")
    assert "/srv/secret" not in _tell(error, Viewer(role="governor", schools=("ash",)))
    assert _tell(error, Viewer(role="governor", schools=None)).endswith(r"Tell your data manager\.")
    assert "/srv/secret/place" in _tell(error, LOCAL)
    assert "/srv/secret/place" in _tell(error, Viewer(role="data_manager", schools=None))
