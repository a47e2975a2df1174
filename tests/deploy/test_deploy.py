"""The files for a server: what each must hold for the promises of docs/security.md, and that they fit together."""

import configparser
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml

from pipelines.settings import ROOT

DEPLOY = ROOT / "deploy"
PORT = "8501"


def read(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(read("compose.yaml"))


@pytest.fixture(scope="module")
def steps():
    """The Dockerfile as (instruction, the rest), continued lines joined."""
    lines = re.sub(
        r"\\\n", " ", "\n".join(line for line in read("Dockerfile").splitlines() if not line.startswith("#"))
    )
    return [tuple(line.split(None, 1)) for line in lines.splitlines() if line.strip()]


def test_the_linter_of_dockerfiles_is_content():
    hadolint = shutil.which("hadolint")
    assert hadolint, "hadolint comes with requirements-dev.txt"
    done = subprocess.run([hadolint, str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_nobody_who_matters(steps):
    users = [rest for name, rest in steps if name == "USER"]
    assert users == ["10001"]
    assert [name for name, _ in steps].index("USER") < [name for name, _ in steps].index("CMD")


def test_the_image_can_never_be_without_sign_in(steps):
    assert any(name == "ENV" and "OVERSIGHT_ACCESS=login" in rest for name, rest in steps)


def test_the_image_installs_locked_libraries_only(steps):
    assert any("--require-hashes -r requirements.txt" in rest for name, rest in steps if name == "RUN")


def test_all_that_the_image_copies_is_there_and_let_through(steps):
    """.dockerignore keeps everything out, above all a school's data, but for what is copied."""
    copied = [rest.split()[0] for name, rest in steps if name == "COPY"]
    assert [name for name, _ in steps if name == "ADD"] == []
    let_through = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"
    assert sorted(copied) == sorted(let_through)
    assert all((ROOT / path).exists() for path in copied)
    assert not {"data", "data/exports", "data/staged", "data/identities", "."} & set(copied)


def test_the_image_has_all_folders_that_the_program_reads(steps):
    copied = {rest.split()[0] for name, rest in steps if name == "COPY"}
    read_by_the_program = {"data/policies", "data/reference", "data/retention.toml", "pyproject.toml"}
    assert read_by_the_program <= copied


def test_the_container_can_write_to_its_data_and_nowhere_else(compose):
    service = compose["services"]["oversight"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == "10001"
    written = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
    assert written == ["records:/data"]


def test_the_container_has_no_address_of_its_own(compose):
    service = compose["services"]["oversight"]
    assert "ports" not in service and service["network_mode"] == "service:caddy"


def test_no_secret_is_in_any_file_of_the_folder():
    for path in DEPLOY.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(secret|key|password)\s*[:=]\s*['\"]?[A-Za-z0-9+/]{16,}", text, re.IGNORECASE), path


def test_every_volume_that_is_used_is_declared(compose):
    used = {volume.split(":")[0] for service in compose["services"].values() for volume in service["volumes"]}
    assert {name for name in used if not name.startswith(".")} == set(compose["volumes"])


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_passes_to_the_address_that_the_dashboard_has(name):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    address = f"{config['server']['address']}:{config['server'].get('port', PORT)}"
    assert address in read(name)


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_lets_uploads_through_that_the_dashboard_takes(name):
    most = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["maxUploadSize"]
    (allowed,) = re.findall(r"(?:max_size|client_max_body_size)\s+(\d+)[mM]", read(name))
    assert int(allowed) >= most


def test_nginx_logs_no_address_and_passes_web_sockets():
    text = read("nginx.conf")
    (logged,) = re.findall(r"log_format oversight '(.*)'", text)
    assert "request_uri" not in logged and "$request " not in logged and "args" not in logged
    for header in ("Upgrade $http_upgrade", "Connection $connection_upgrade", "Host $host"):
        assert f"proxy_set_header {header};" in text
    assert text.count("{") == text.count("}")
    assert all(line.strip().endswith((";", "{", "}")) for line in text.splitlines() if line.strip() and "#" not in line)


def test_caddy_logs_no_address():
    text = read("Caddyfile")
    assert "request>uri delete" in text and text.count("{") == text.count("}")


def test_the_service_is_fenced_in():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(read("oversight.service"))
    service = dict(unit["Service"])
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictSUIDSGID"):
        assert service[name] == "yes", name
    assert service["ProtectSystem"] == "strict"
    assert service["StateDirectoryMode"] == "0700" and service["UMask"] == "0077"
    assert service["CapabilityBoundingSet"] == ""
    assert "OVERSIGHT_ACCESS=login" in service["Environment"]
    assert service["User"] not in ("root", "")
    assert service["ExecStart"].endswith("streamlit run dashboard/app.py")


def test_the_guide_names_every_file_of_the_folder():
    guide = (ROOT / "docs" / "guides" / "serve.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(DEPLOY.iterdir()) if path.name not in guide] == []
