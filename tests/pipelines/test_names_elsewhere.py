"""Names where no name belongs: in what a file is called, and in a column that is none for names."""

import duckdb
import pytest

from pipelines.settings import choose_settings
from tests.pipelines.conftest import AS_AT

PEOPLE = """person_id,school_id,name,email,role,started_on
E1,ash,Zebedee Quill,zq@ash.sch.uk,teacher,2024-09-01
E2,ash,Mina Harker,mh@ash.sch.uk,teacher,2024-09-01
"""
TRAINING = "person_id,course,module,completed_on\nE1,social media,induction,2025-10-01\n"
MISPLACED = "account_id,school_id,platform,handle,opened_on\nash-y,ash,x,Zebedee Quill,2025-09-01\n"


@pytest.fixture
def data(inbox, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    (inbox / "people.csv").write_text(PEOPLE)
    return inbox.parent


def everything_kept(data):
    """All texts that are kept beside the inbox: names of files, rows and values, and each byte that is legible."""
    kept = []
    for path in data.rglob("*"):
        if path.is_file() and not path.is_relative_to(data / "exports"):
            kept.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            kept.append(str(duckdb.sql(f"from read_parquet('{path}')").fetchall()))
    with duckdb.connect(max((data / "warehouse").glob("*.duckdb")), read_only=True) as connection:
        tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
        kept += [str(connection.execute(f'from "{schema}"."{name}"').fetchall()) for schema, name in tables]
    return "\n".join(kept)


@pytest.mark.parametrize(
    "named",
    [
        "training of Zebedee Quill.csv",
        "zebedee_quill-2025.csv",
        "QuillZebedee.csv",
        "Quill, Zebedee/training.csv",
        "zebedee.quill.csv",
        "zq@ash.sch.uk.csv",
    ],
)
def test_what_a_file_is_called_lets_go_of_the_name_and_the_file_stays(data, inbox, run, named):
    target = inbox / named
    target.parent.mkdir(exist_ok=True)
    target.write_text(TRAINING)
    run("load", "--as-at", AS_AT, "--remove-loaded")
    assert any(name in everything_kept(data).lower() for name in ("quill", "zq@"))
    said = run("forget", "E1")
    assert said.code == 0, said.err
    kept = everything_kept(data).lower()
    assert "quill" not in kept and "zq@" not in kept
    assert "quill" not in (said.out + said.err).lower()
    with duckdb.connect(max((data / "warehouse").glob("*.duckdb")), read_only=True) as connection:
        assert connection.execute("select count(*) from warehouse.training").fetchone() == (1,)
        files = connection.execute("select file from load.files where table_name = 'training'").fetchall()
    assert len(files) == 1
    assert run("undo", files[0][0], "--as-at", AS_AT).code == 0


def test_files_that_are_called_otherwise_keep_their_names(data, inbox, run):
    for name in ("training quillon.csv", "zebedee.csv", "tranquill.csv"):
        (inbox / name).write_text(TRAINING.replace("E1", f"E{len(name)}"))
    run("load", "--as-at", AS_AT)
    assert run("forget", "E1").code == 0
    manifest = (choose_settings(data).staged / "manifest.json").read_text()
    assert all(name in manifest for name in ("training quillon.csv", "zebedee.csv", "tranquill.csv"))


def test_two_files_that_are_called_alike_afterwards_are_still_two(data, inbox, run):
    (inbox / "Zebedee Quill.csv").write_text(TRAINING)
    (inbox / "zebedee_quill.csv").write_text(TRAINING.replace("2025-10-01", "2025-10-03"))
    run("load", "--as-at", AS_AT, "--remove-loaded")
    assert run("forget", "E1").code == 0
    with duckdb.connect(max((data / "warehouse").glob("*.duckdb")), read_only=True) as connection:
        assert connection.execute("select count(*) from warehouse.training").fetchone() == (2,)


def test_a_name_in_a_column_that_is_none_for_names_is_told_with_its_file(data, inbox, run):
    (inbox / "odd.csv").write_text(MISPLACED)
    run("load", "--as-at", AS_AT, "--remove-loaded")
    said = run("forget", "E1")
    told = " ".join(said.out.split())
    assert "odd.csv has the name in a column that is not for names" in told
    assert "undo it and hand it in again without the name" in told
    assert "Quill" not in told
    assert "has the name" not in run("forget", "E2").out


def test_words_that_are_given_and_no_name_of_the_register_change_no_row(data, inbox, run):
    (inbox / "training.csv").write_text(TRAINING)
    run("load", "--as-at", AS_AT, "--remove-loaded")
    assert run("forget", "social media").code == 3
    with duckdb.connect(max((data / "warehouse").glob("*.duckdb")), read_only=True) as connection:
        assert connection.execute("select distinct course from warehouse.training").fetchall() == [("social media",)]
