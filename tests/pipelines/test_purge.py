"""What is no longer kept leaves the staged files and every build; registers, and what has no end yet, stay."""

import json
from datetime import date

import duckdb
import pytest

from pipelines.errors import PolicyError
from pipelines.identities import open_keys, open_vault
from pipelines.purge import purge
from pipelines.retention import Rule, load_rules
from pipelines.settings import ROOT, choose_settings

AS_AT = "2026-03-06"
PEOPLE = """person_id,school_id,name,role,started_on,left_on
gone,ash,Zebedee Quill,teacher,2015-09-01,2020-07-31
moved,ash,Mina Harker,teacher,2015-09-01,2020-07-31
moved,elm,Mina Harker,teacher,2020-09-01,
stays,ash,Lucy Westenra,teacher,2015-09-01,
"""
TRAINING = """person_id,course,module,completed_on
gone,social media,induction,2019-10-01
moved,social media,induction,2015-10-01
stays,social media,induction,2015-10-01
"""
INCIDENTS = """incident_id,school_id,reported_at,closed_at,category,severity
old,ash,2017-01-09 09:00,2017-02-01 09:00,harassment,low
open,ash,2017-01-09 09:00,,harassment,low
new,ash,2026-01-12 09:00,2026-01-13 09:00,harassment,low
"""
RETURNS = """school_id,dataset,covers_from,covers_to
ash,activity,2019-09-01,2020-08-31
ash,activity,2021-09-01,2022-08-31
ash,activity,2021-10-01,2022-07-31
ash,incidents,2021-09-01,2022-08-31
ash,accounts,2015-09-01,2016-08-31
"""
OLD_ITEM = "q0,ash-x,message,inbound,2021-02-02 10:00,t0,\n"


@pytest.fixture
def loaded(inbox, run, monkeypatch):
    """The small inbox with rows of every age, loaded as of 6 March 2026."""
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    (inbox / "schools.csv").write_text(
        "school_id,school_name,nation,policy\nash,Ash,england,barnes\nelm,Elm,england,barnes\n"
    )
    for name, text in {"people": PEOPLE, "training": TRAINING, "incidents": INCIDENTS, "returns": RETURNS}.items():
        (inbox / f"{name}.csv").write_text(text)
    activity = inbox / "activity.csv"
    activity.write_text(activity.read_text() + OLD_ITEM)
    assert run("load", "--as-at", AS_AT).code == 0
    return choose_settings(inbox.parent, date.fromisoformat(AS_AT))


def ask(settings, query):
    newest = max(settings.warehouse.glob("*.duckdb"))
    with duckdb.connect(newest, read_only=True) as connection:
        return [row[0] if len(row) == 1 else row for row in connection.execute(query).fetchall()]


def staged(settings, table, columns):
    found = [str(path) for path in settings.staged.glob(f"{table}/*.parquet")]
    return sorted(duckdb.sql(f"select {columns} from read_parquet({found})").fetchall(), key=str)


def test_the_files_hold_what_they_are_meant_to(loaded):
    assert ask(loaded, "select count(*) from load.rejects") == [0]
    assert ask(loaded, "select count(*) from warehouse.people") == [4]


def test_without_yes_it_only_says_what_would_go(loaded, run):
    said = run("purge", "--as-at", AS_AT)
    assert said.code == 0
    assert "activity" in said.out and "before 6 March 2022" in said.out
    assert "gone with its person" in said.out
    assert "Nothing was removed. Run it again with --yes" in said.out
    assert len(staged(loaded, "activity", "item_id")) == 4


def test_each_table_loses_what_its_rule_no_longer_keeps(loaded):
    lost = {each.table: each.rows for each in purge(loaded)}
    assert lost == {"activity": 1, "incidents": 1, "people": 2, "training": 1, "returns": 1}
    assert [row[0] for row in staged(loaded, "activity", "item_id")] == ["q1", "q2", "r1"]
    assert [row[0] for row in staged(loaded, "incidents", "incident_id")] == ["new", "open"]
    assert purge(loaded) == []


def test_saying_and_doing_agree(loaded):
    said = purge(loaded, keep_all=True)
    assert said == purge(loaded)


def test_training_goes_with_who_has_left_every_school(loaded):
    purge(loaded)
    people = {row[0] for row in staged(loaded, "people", "person_id")}
    trained = {row[0] for row in staged(loaded, "training", "person_id")}
    assert len(people) == 2 and trained == people
    assert sorted(row[0] for row in staged(loaded, "people", "school_id")) == ["ash", "elm"]


def test_the_names_of_who_went_leave_the_vault(loaded):
    purge(loaded)
    vault = open_vault(loaded, open_keys(loaded))
    assert "Quill" not in str(vault.people)
    assert "Harker" in str(vault.people) and "Westenra" in str(vault.people)


def test_a_return_is_cut_short_so_that_purged_days_are_no_true_zero(loaded):
    purge(loaded)
    assert staged(loaded, "returns", "dataset, covers_from, covers_to") == [
        ("accounts", date(2015, 9, 1), date(2016, 8, 31)),
        ("activity", date(2022, 3, 6), date(2022, 8, 31)),
        ("incidents", date(2021, 9, 1), date(2022, 8, 31)),
    ]


def test_rows_keep_the_number_that_they_have_in_their_export(loaded):
    purge(loaded)
    assert staged(loaded, "incidents", "incident_id, _row") == [("new", 4), ("open", 3)]


def test_a_load_after_it_publishes_without_them_and_clears_the_old_builds(loaded, run):
    said = run("purge", "--yes", "--as-at", AS_AT)
    assert said.code == 0, said.err
    assert len(list(loaded.warehouse.glob("*.duckdb"))) == 1
    assert ask(loaded, "select enquiry_id from mart.enquiries order by 1") == ["ash-x/q1", "ash-x/q2"]
    kept = "select rows_kept, message from load.files where table_name = 'activity'"
    ((rows, message),) = ask(loaded, kept)
    assert rows == 3 and "purged on 2026-03-06" in message
    assert "The inbox has 7 files that may still hold what was taken out." in said.out
    line = json.loads(next(loaded.audit.glob("*.jsonl")).read_text().splitlines()[-1])
    assert (line["action"], line["rows"]) == ("purge", 6)


def test_a_day_can_be_given_instead_and_registers_still_stay(loaded):
    lost = {each.table: each.rows for each in purge(loaded, older_than=date(2026, 2, 5))}
    assert lost["activity"] == 3
    assert lost["incidents"] == 2
    assert "schools" not in lost and "accounts" not in lost
    assert [row[0] for row in staged(loaded, "activity", "item_id")] == ["q2"]


def test_a_purge_that_was_killed_is_finished_by_the_next(loaded, monkeypatch):
    from pipelines import purge as module

    whole, done = module.rewrite, []

    def die_at_the_third(*arguments, **said):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(arguments)
        return whole(*arguments, **said)

    monkeypatch.setattr(module, "rewrite", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        purge(loaded)
    assert len(ask(loaded, "select * from warehouse.people")) == 4
    assert "Quill" in str(open_vault(loaded, open_keys(loaded)).people)
    monkeypatch.setattr(module, "rewrite", whole)
    purge(loaded)
    assert len(staged(loaded, "training", "person_id")) == 2
    assert len(staged(loaded, "people", "person_id")) == 2
    assert [row[0] for row in staged(loaded, "activity", "item_id")] == ["q1", "q2", "r1"]


def test_old_months_of_the_audit_log_go(loaded):
    for month in ("2022-12", "2023-02", "2023-03", "2026-01"):
        (loaded.audit / f"{month}.jsonl").write_text("{}\n")
    lost = {each.table: each.rows for each in purge(loaded)}
    assert lost["audit"] == 2
    assert {"2023-03.jsonl", "2026-01.jsonl"} <= {path.name for path in loaded.audit.iterdir()}


def write_rules(settings, change):
    text = (ROOT / "data" / "retention.toml").read_text()
    settings.data.mkdir(parents=True, exist_ok=True)
    (settings.data / "retention.toml").write_text(change(text))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[activity]", "[activty]", "Did you mean 'activity'?"),
        ('since = "sent_at"', 'since = "sent"', "`since` names no day of the table"),
        ("months = 84", "months = 0", "greater than or equal to 1"),
        ('[events]\nalways = true\nwhy = "They explain the charts."', "", "Nothing is said of events"),
        ("[schools]\nalways = true", "[schools]\nalways = true\nmonths = 3", "give one of"),
        ('[education]\nsince = "held_on"\nmonths = 84', '[education]\nwith = "people"', "no person to go with"),
        ("[schools]", "[schools", "This is no TOML"),
        ('[training]\nwith = "people"', '[training]\nwith = "parents"', 'rows can go with "people" only'),
    ],
)
def test_a_rule_that_cannot_be_kept_is_told(tmp_path, old, new, expected):
    settings = choose_settings(tmp_path / "data")
    write_rules(settings, lambda text: text.replace(old, new, 1))
    with pytest.raises(PolicyError) as told:
        load_rules(settings)
    assert expected in str(told.value)


def test_the_data_folders_own_rules_win(loaded):
    write_rules(loaded, lambda text: text.replace('since = "sent_at"\nmonths = 48', 'since = "sent_at"\nmonths = 1'))
    assert {each.table: each.rows for each in purge(loaded)}["activity"] == 3


@pytest.mark.parametrize(
    ("months", "today", "first_day"),
    [
        (1, date(2026, 3, 31), date(2026, 2, 28)),
        (12, date(2024, 2, 29), date(2023, 2, 28)),
        (48, date(2026, 3, 6), date(2022, 3, 6)),
    ],
)
def test_months_end_where_the_calendar_ends_them(months, today, first_day):
    assert Rule(why="", since="sent_at", months=months).cut_off(today) == first_day


def test_every_rule_says_why(tmp_path):
    assert all(rule.why for rule in load_rules(choose_settings(tmp_path)).values())
