"""A format of the school's own, or one handed on by another school, may select from its export and do nothing else."""

from pathlib import Path

import pytest
from small_inbox import Inbox

from pipelines.errors import ModelError
from pipelines.formats import load_formats
from pipelines.own_formats import check_format, load_known_formats

HEADER = """/*---
title = "Concern log"
vendor = "Ashgrove"
evidence = "own"
reader = "csv"
table = "education"
whose = "school"
{more}
[columns.topic]
[columns.held]
type = "date"
written = "%d/%m/%Y"
---*/
"""
SOUND = (
    "select _row, topic || ' ' || _row as session_id, _school_id as school_id, 'learners' as audience, "
    "topic, held as held_on from source"
)


def put_format(inbox: Inbox, select: str = SOUND, more: str = "", name: str = "concern_log") -> None:
    inbox.settings.formats.mkdir(parents=True, exist_ok=True)
    (inbox.settings.formats / f"{name}.sql").write_text(HEADER.replace("{more}", more) + select)


def refusal(inbox: Inbox) -> str:
    with pytest.raises(ModelError) as raised:
        load_known_formats(inbox.settings.formats)
    assert raised.value.exit_code == 5
    return str(raised.value)


def test_a_sound_format_is_listed_beside_those_of_the_program(inbox: Inbox):
    put_format(inbox)
    names = {each.name for each in load_known_formats(inbox.settings.formats)}
    assert names == {"concern_log", *(each.name for each in load_formats())}


def test_without_a_folder_there_are_those_of_the_program(tmp_path: Path):
    assert load_known_formats(tmp_path / "nowhere") == load_formats()


@pytest.mark.parametrize("each", [each for each in load_formats() if each.select], ids=lambda each: each.name)
def test_the_programs_own_formats_keep_the_rule_but_one_that_follows_threads(each):
    if each.name == "support_tweets":
        with pytest.raises(ModelError, match="calls itself"):
            check_format(each)
    else:
        check_format(each)


@pytest.mark.parametrize(
    ("select", "told"),
    [
        ("select * from read_csv('/etc/passwd')", "it reads from read_csv()"),
        ("select * from read_text('identities/key')", "it reads from read_text()"),
        ("select _row from source, glob('*')", "it reads from glob()"),
        ("select * from '../identities/vault.csv'", "it reads '../identities/vault.csv', not source"),
        ("select _row from source where _row in (select _row from landed)", "it reads 'landed', not source"),
        ("select _row from source union all select 1 from other.school", "it reads 'other.school', not source"),
        ("select _row from temp.source", "it reads 'temp.source', not source"),
        ("from (show tables)", "it reads from a show_ref"),
        ("select _row, getenv('OVERSIGHT_KEY') as topic from source", "it calls getenv()"),
        ("select _row, current_setting('home_directory') as topic from source", "it calls current_setting()"),
        ("select _row, main.lower(topic) as topic from source", "it calls main.lower()"),
        ("select _row, repeat(topic, 1000000000) as topic from source", "it calls repeat()"),
        ("select unnest(range(1000000000000)) as _row", "it calls range()"),
        ("with recursive r as (select 1 as _row union all select _row from r) select * from r", "calls itself"),
        (
            'with "x.csv" as (select 1) select (select max(topic) from (with a as (select 1) select 1)) from a',
            "reads 'a'",
        ),
        ("select _row from source; drop table rejects", "cannot be read as one"),
        ("select _row from source; select 1", "not one statement"),
        ("select _row from source; attach 'x.db'", "cannot be read as one"),
        ("copy source to '/tmp/x.csv'", "cannot be read as one"),
        ("insert into source select 1", "cannot be read as one"),
        ("selec _row from source", "cannot be read as one"),
        ("", "not one statement"),
    ],
)
def test_a_select_that_does_more_than_select_is_refused(inbox: Inbox, select: str, told: str):
    put_format(inbox, select)
    said = refusal(inbox)
    assert told in said and "concern_log.sql" in said and "one select whose only table is source" in said


def test_the_harm_that_a_second_statement_would_do_is_not_done(inbox: Inbox):
    stolen = inbox.settings.data / "stolen.csv"
    put_format(inbox, f"select _row from source; copy (select 1) to '{stolen}'")
    inbox.put("900101/log.csv", "topic,held\nsafety,01/09/2026\n")
    with pytest.raises(ModelError):
        inbox.load()
    assert not stolen.exists() and not list(inbox.settings.staged.glob("*/*"))


@pytest.mark.parametrize(
    "leave_out",
    [
        "topic in (select content from read_text('x'))",
        "false), true) union all select * from read_csv('x') --",
        "topic = getenv('HOME')",
        "true; drop table landed",
        "topic = 'a' from read_csv('x')",
    ],
)
def test_the_condition_on_rows_keeps_the_same_rule(inbox: Inbox, leave_out: str):
    put_format(inbox, more=f'leave_out = "{leave_out}"')
    assert "concern_log.sql, leave_out" in refusal(inbox)


@pytest.mark.parametrize(
    ("more", "old", "new", "told"),
    [
        ("", " topic,", " topc,", "topc"),
        ("", "held as held_on", "held as held_onn", "Did you mean 'held_on'?"),
        ("", "_row, ", "", "yields no _row"),
        (
            '[companions.key]\nfile = "../identities/key"\npath = "a"',
            "",
            "",
            "A companion is a file in the same folder",
        ),
        ('[columns.at]\ntype = "timestamp"\nwritten = "iso"\nzone = "Europe/Cardiff"', "", "", "Europe/Cardiff"),
        ('[columns.at]\ntype = "timestamp"\nwritten = "%q"', "", "", "header cannot be used"),
        ("= =", "", "", "not valid TOML"),
        ("colour = 1", "", "", "colour"),
    ],
)
def test_a_format_that_could_not_be_used_is_told_before_any_file_is_read(inbox: Inbox, more, old, new, told):
    put_format(inbox, SOUND.replace(old, new, 1) if old else SOUND, more)
    inbox.put("900101/log.csv", "topic,held\nsafety,01/09/2026\n")
    assert told in refusal(inbox)
    with pytest.raises(ModelError):
        inbox.check()


@pytest.mark.parametrize("name", ["zendesk_tickets", "incidents"])
def test_a_name_that_a_format_of_the_program_has_is_refused(inbox: Inbox, name: str):
    put_format(inbox, name=name)
    assert "There is a format of that name already" in refusal(inbox)


def test_ctes_are_tables_where_they_stand(inbox: Inbox):
    put_format(
        inbox, "with held as (select * from source), named as (select * from held) " + SOUND.replace("source", "named")
    )
    inbox.put("900101/log.csv", "topic,held\nsafety,01/09/2026\n")
    assert (inbox.only_part().format, inbox.rows("education", "session_id")) == ("concern_log", [("safety 2",)])


def test_a_mended_format_reads_again_what_is_in_the_inbox(inbox: Inbox):
    put_format(inbox)
    inbox.put("900101/log.csv", "topic,held\nsafety,01/09/2026\n")
    inbox.load()
    put_format(inbox, SOUND.replace("'learners'", "'parents'"))
    report = inbox.load()
    assert report.new_files and inbox.rows("education", "audience") == [("parents",)]
