"""Forgetting one person: no byte leads back, every count stays, and a later export does not bring them back."""

import duckdb
import pytest

from pipelines.identities import Keys, open_keys, open_vault, pseudonym_of, remember_forgotten
from pipelines.settings import choose_settings
from tests.pipelines.conftest import AS_AT

KEY = "a key for tests, kept by nobody"
PEOPLE = """person_id,school_id,name,email,role,started_on
E1,ash,Zebedee Quill,zq@ash.sch.uk,teacher,2024-09-01
E2,ash,Mina Harker,mh@ash.sch.uk,teacher,2024-09-01
"""
TRAINING = """person_id,course,module,completed_on
E1,social media,induction,2025-10-01
E2,social media,induction,2025-10-02
"""
CHECKS = """check_id,school_id,account_id,checked_at,checked_by,kind,outcome
c1,ash,ash-x,2026-02-02 09:00,E1,account_check,clear
c2,ash,ash-x,2026-02-03 09:00,E2,account_check,clear
c3,ash,ash-x,2026-02-04 09:00,E1,account_check,clear
"""
COUNTS = """
    select
        (select count(*) from warehouse.people) as people,
        (select count(*) from warehouse.training) as trained,
        (select count(distinct checked_by) from warehouse.monitoring) as monitors,
        (select count(*) from result.cases) as cases,
        (select count(*) from result.cases where outcome = 'met') as met
"""


@pytest.fixture(autouse=True)
def with_staff(inbox, monkeypatch):
    """The small inbox with two teachers who are trained and look after the account."""
    monkeypatch.setenv("OVERSIGHT_KEY", KEY)
    (inbox / "people.csv").write_text(PEOPLE)
    (inbox / "training.csv").write_text(TRAINING)
    (inbox / "monitoring.csv").write_text(CHECKS)


def settings_of(inbox):
    return choose_settings(inbox.parent)


def bare_pseudonym(inbox, identity):
    """The pseudonym as it was before anybody was forgotten."""
    keys = open_keys(settings_of(inbox))
    return pseudonym_of(Keys(keys.pseudonyms, keys.vault), identity)


def ask(inbox, query):
    (newest,) = sorted((inbox.parent / "warehouse").glob("*.duckdb"))[-1:]
    with duckdb.connect(newest, read_only=True) as connection:
        return connection.execute(query).fetchall()


def staged_texts(inbox):
    """Every value of every staged file, as one text."""
    texts = []
    for path in sorted((inbox.parent / "staged").glob("*/*.parquet")):
        texts += map(str, duckdb.sql(f"select * from read_parquet('{path}')").fetchall())
    return "\n".join(texts)


@pytest.mark.parametrize("named", ["E1", "zq@ash.sch.uk", "ZQ@ash.sch.uk", "Zebedee Quill", " zebedee  quill "])
def test_no_byte_leads_back_to_the_person_and_every_count_stays(inbox, run, named):
    run("load", "--as-at", AS_AT)
    before, pseudonym = ask(inbox, COUNTS), bare_pseudonym(inbox, "E1")
    assert before[0][:3] == (2, 2, 2)
    assert pseudonym in staged_texts(inbox)
    said = run("forget", named)
    assert said.code == 0, said.err
    assert pseudonym not in staged_texts(inbox)
    builds = list((inbox.parent / "warehouse").glob("*.duckdb"))
    assert len(builds) == 1
    assert pseudonym.encode() not in builds[0].read_bytes()
    run("load", "--as-at", AS_AT)
    assert ask(inbox, COUNTS) == before


def test_the_name_leaves_the_vault_and_the_others_stay(inbox, run):
    run("load", "--as-at", AS_AT)
    run("forget", "E1")
    settings = settings_of(inbox)
    vault = open_vault(settings, open_keys(settings))
    names = [details["name"] for files in vault.people.values() for details in files.values()]
    assert names == ["Mina Harker"]


def test_one_person_is_the_same_in_every_table_after_it(inbox, run):
    run("load", "--as-at", AS_AT)
    run("forget", "E1")
    monitors = "select distinct checked_by from warehouse.monitoring"
    assert ask(inbox, f"{monitors} except select person_id from warehouse.people") == []
    assert len(ask(inbox, monitors)) == 2


def test_a_later_export_does_not_bring_them_back(inbox, run):
    run("load", "--as-at", AS_AT)
    run("forget", "E1")
    (inbox / "people.csv").write_text(PEOPLE + "E3,ash,Lucy Westenra,lw@ash.sch.uk,teacher,2025-09-01\n")
    run("load", "--as-at", AS_AT)
    settings = settings_of(inbox)
    vault = open_vault(settings, open_keys(settings))
    assert bare_pseudonym(inbox, "E1") not in staged_texts(inbox)
    assert "Quill" not in str(vault.people) and "Westenra" in str(vault.people)
    assert ask(inbox, "select count(*) from warehouse.people") == [(3,)]
    monitors = "select distinct checked_by from warehouse.monitoring"
    assert ask(inbox, f"{monitors} except select person_id from warehouse.people") == []


def test_who_is_forgotten_has_a_stand_in_that_no_id_gives(inbox, run):
    run("load", "--as-at", AS_AT)
    run("forget", "E1")
    keys = open_keys(settings_of(inbox))
    stand_in = pseudonym_of(keys, "E1")
    assert stand_in != bare_pseudonym(inbox, "E1")
    assert keys.is_forgotten(stand_in) and not keys.is_forgotten(pseudonym_of(keys, "E2"))
    assert stand_in not in repr(keys)
    assert remember_forgotten(settings_of(inbox), keys, [bare_pseudonym(inbox, "E1")]).forgotten == keys.forgotten


def test_forgetting_that_was_killed_goes_on_where_it_stopped(inbox, run, monkeypatch):
    run("load", "--as-at", AS_AT)
    before, rewritten = ask(inbox, COUNTS), []
    from pipelines import erasure

    whole = erasure.rewrite

    def die_at_the_second(*arguments):
        if rewritten:
            raise KeyboardInterrupt
        rewritten.append(arguments)
        return whole(*arguments)

    monkeypatch.setattr(erasure, "rewrite", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        erasure.forget(settings_of(inbox), "Zebedee Quill")
    assert bare_pseudonym(inbox, "E1") in staged_texts(inbox)
    monkeypatch.setattr(erasure, "rewrite", whole)
    assert run("forget", "Zebedee Quill").code == 0
    assert bare_pseudonym(inbox, "E1") not in staged_texts(inbox)
    run("load", "--as-at", AS_AT)
    assert ask(inbox, COUNTS) == before


def test_a_name_that_two_people_bear_is_not_guessed(inbox, run):
    (inbox / "people.csv").write_text(PEOPLE.replace("Mina Harker", "Zebedee Quill"))
    run("load", "--as-at", AS_AT)
    said = run("forget", "Zebedee Quill")
    assert said.code == 3
    assert "2 people go by that name" in said.err
    assert "Zebedee" not in said.err
    assert bare_pseudonym(inbox, "E1") in staged_texts(inbox)


def test_somebody_of_whom_nothing_is_kept_is_said_without_a_name(inbox, run):
    run("load", "--as-at", AS_AT)
    said = run("forget", "Jonathan Harker")
    assert said.code == 3
    assert "Nothing is kept of this person" in said.err
    assert "Jonathan" not in said.err + said.out
    assert open_keys(settings_of(inbox)).forgotten == {}


def test_a_pseudonym_as_the_pages_show_it_will_do(inbox, run):
    run("load", "--as-at", AS_AT)
    pseudonym = bare_pseudonym(inbox, "E2")
    assert run("forget", pseudonym).code == 0
    assert pseudonym not in staged_texts(inbox)


def test_what_it_does_not_reach_is_said(inbox, run):
    run("load", "--as-at", AS_AT)
    said = run("forget", "E1")
    assert "The inbox has 6 files that may still hold what was taken out." in said.out
    assert "backups" in said.out
    assert "Quill" not in said.out + said.err and "E1" not in said.out + said.err


def test_the_person_may_come_by_standard_input(inbox, run, monkeypatch):
    run("load", "--as-at", AS_AT)
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("Zebedee Quill\n"))
    assert run("forget", "-").code == 0
    assert bare_pseudonym(inbox, "E1") not in staged_texts(inbox)


THREAD = '{"participants": [{"name": "Q"}], "title": "Q", "thread_path": "inbox/quill_1", "messages": [%s]}'
MESSAGE = '{"sender_name": "Q", "timestamp_ms": 1769950000000}'


def test_a_thread_listed_under_a_person_is_listed_under_the_stand_in(inbox, run):
    thread = inbox / "ash" / "ash-x" / "messages" / "inbox" / "quill_1"
    thread.mkdir(parents=True)
    (thread / "message_1.json").write_text(THREAD % MESSAGE)
    run("load", "--as-at", AS_AT)
    manifest = inbox.parent / "staged" / "manifest.json"
    assert "quill" not in manifest.read_text()
    pseudonym = bare_pseudonym(inbox, "quill_1")
    assert pseudonym in manifest.read_text()
    assert run("forget", "quill_1").code == 0
    assert pseudonym not in manifest.read_text() + staged_texts(inbox)
    files = ask(inbox, "select count(*), count(distinct file) from load.files")
    run("load", "--as-at", AS_AT)
    assert ask(inbox, "select count(*), count(distinct file) from load.files") == files


def test_a_damaged_staged_file_is_named(inbox, run):
    run("load", "--as-at", AS_AT)
    training = next((inbox.parent / "staged" / "training").glob("*.parquet"))
    training.write_bytes(training.read_bytes()[:40])
    said = run("forget", "E1")
    assert said.code == 3
    assert training.name in said.err
    assert "put it back from a backup" in said.err
