"""Filter logs, training lists and the rest: any file to any table of the contract, loaded row by row."""

from pathlib import Path

import pytest

from pipelines.identities import open_keys, pseudonym_of
from tests.propose.conftest import SCHOOL, Desk, as_workbook, sources_of

# The fields that the makers of two filters list, with what somebody invented in them.
VIOLATIONS = """Screenshot,Date/Time,Site,PC Name,Username,Phrase,Severity
a.png,07/09/2026 10:15,North wing,PC-101,jbloggs,some words that were typed in,High
b.png,18/09/2026 11:15,North wing,PC-102,asmith,other words,Low
"""
FULL_REPORT = """User (Group),Level,Date/Time,Matched Safeguarding Categories,Domain/URL/Search term
jbloggs (Year 9),Danger,2026-09-07 10:15,Radicalisation,search for something
asmith (Year 10),Caution,2026-09-08 11:15,Bullying,example.org
"""
SWEEPS = """Date of sweep,Reviewer,Anything found,Category,Dealt with
07/09/2026 08:30,E101,No,,
14/09/2026 08:45,E102,Yes,Comments,15/09/2026 10:00
21/09/2026 08:30,E101,Nothing found,,
"""
TRAINING = """Staff ID,Forename,Surname,Email,Course Title,Type of training,Date completed,Expiry date
E101,Ann,Smith,ann@x.sch.uk,Safeguarding refresher,Annual refresher,9/7/26,9/7/27
E102,Bob,Jones,bob@x.sch.uk,Welcome,New starter,9/14/26,
"""


def pseudonym(desk: Desk, identity: str) -> str:
    return pseudonym_of(open_keys(desk.inbox.settings), identity)


def test_a_filter_log_as_findings_of_a_check_of_use(desk: Desk):
    desk.put("violations.csv", VIOLATIONS)
    fixes = ["kind=professional_use", "outcome=finding"]
    assert desk.map("monitoring", fixes=fixes, sets=["school_id="]) is None
    assert "school_id is required" in desk.told
    assert desk.map("monitoring", fixes=[*fixes, f"school_id={SCHOOL}"])
    columns = ("school_id", "kind", "checked_at", "outcome", "finding_category", "checked_by")
    assert desk.rows("monitoring", *columns) == [
        (SCHOOL, "professional_use", "2026-09-07 09:15:00", "finding", "High", None),
        (SCHOOL, "professional_use", "2026-09-18 10:15:00", "finding", "Low", None),
    ]


def test_who_typed_what_is_never_told_nor_loaded(desk: Desk):
    desk.put("violations.csv", VIOLATIONS)
    desk.map("monitoring", fixes=["kind=professional_use", "outcome=finding", f"school_id={SCHOOL}"])
    desk.inbox.load()
    staged = b"".join(path.read_bytes() for path in desk.inbox.settings.staged.glob("*/*"))
    for secret in ("jbloggs", "asmith", "PC-101", "a.png", "words"):
        assert secret.encode() not in staged and (secret == "words" or secret not in desk.told)
    assert "Never loaded: Screenshot" in desk.told and "Phrase (free text" in desk.told


def test_a_filters_full_report_as_incidents(desk: Desk):
    desk.put("full report.csv", FULL_REPORT)
    proposal = desk.propose("incidents")
    assert sources_of(proposal) == {
        "category": "Matched Safeguarding Categories",
        "severity": "Level",
        "reported_at": "Date/Time",
    }
    assert desk.map("incidents")
    assert desk.rows("incidents", "category", "severity") == [("illegal_content", "high"), ("harassment", "medium")]


def test_a_log_of_sweeps_with_its_own_words_for_yes_and_no(desk: Desk):
    desk.put("sweeps.csv", SWEEPS)
    assert desk.map("monitoring", fixes=["kind=public_sweep"])
    assert desk.rows("monitoring", "kind", "checked_at", "outcome", "checked_by", "resolved_at") == [
        ("public_sweep", "2026-09-07 07:30:00", "clear", pseudonym(desk, "E101"), None),
        ("public_sweep", "2026-09-14 07:45:00", "finding", pseudonym(desk, "E102"), "2026-09-15 09:00:00"),
        ("public_sweep", "2026-09-21 07:30:00", "clear", pseudonym(desk, "E101"), None),
    ]


def test_a_training_list_with_american_years_of_two_digits(desk: Desk):
    desk.put("training.csv", TRAINING)
    written = desk.map()
    assert "The likeliest table is training" in desk.told and written.name == "own_training.sql"
    assert desk.rows("training", "person_id", "course", "module", "completed_on", "expires_on") == [
        (pseudonym(desk, "E101"), "Safeguarding refresher", "annual_update", "2026-09-07", "2027-09-07"),
        (pseudonym(desk, "E102"), "Welcome", "induction", "2026-09-14", None),
    ]


def test_where_only_an_address_names_a_person_its_pseudonym_stands_for_them(desk: Desk):
    desk.put("done.csv", "Email address,Course,Type,Completed\nAnn@X.sch.uk,Online safety,Induction,25/09/2026\n")
    assert desk.map("training")
    assert desk.rows("training", "person_id") == [(pseudonym(desk, "ann@x.sch.uk"),)]
    assert "ann@x" not in desk.told.lower()


def test_names_as_ids_are_pseudonyms_and_the_note_says_what_that_costs(desk: Desk):
    names = "".join(f"{name},25/09/2026,Elm policy,2\n" for name in ("Ann Smith", "Bob Jones"))
    desk.put("signed.csv", f"Staff name,Date signed,Policy,Version\n{names}")
    assert desk.map("acknowledgements", sets=["person_id=Staff name"])
    assert desk.rows("acknowledgements", "person_id")[0] == (pseudonym(desk, "Ann Smith"),)
    assert "meet the people table only if that has the same names as ids" in desk.told


def test_names_and_addresses_go_to_the_vault_only_where_a_person_says_so(desk: Desk):
    text = "Staff code,Full name,Work email,Job title,Start date\nE1,Ann Smith,ann@x.uk,Class teacher,25/09/2024\n"
    desk.put("staff.csv", text)
    assert "name" not in sources_of(desk.propose("people"))
    assert desk.map("people", sets=["name=Full name"])
    assert "name ('Full name'): it goes to the identity vault only." in desk.told
    assert desk.rows("people", "person_id", "role", "started_on") == [(pseudonym(desk, "E1"), "teacher", "2024-09-25")]
    assert b"Ann Smith" not in b"".join(path.read_bytes() for path in desk.inbox.settings.staged.glob("*/*"))


def test_a_role_nobody_knows_is_set_aside_and_not_kept_as_it_stands(desk: Desk):
    rows = "SM-1,Yes,25/09/2026,Head teacher\nSM-2,No,25/09/2026,Mrs Patel\n"
    desk.put("answers.csv", f"Clause number,Response,Answered on,Answered by\n{rows}")
    assert desk.map("attestations")
    assert "Mrs Patel" not in desk.told and "(a text of 9 characters, row 3)" in desk.told
    assert desk.rows("attestations", "clause", "answer", "attested_by_role") == [("SM-1", "yes", "headteacher")]
    (reject,) = desk.inbox.rejects()
    assert reject[1] == 3 and reject[4].startswith("Answered by: the role is not known; accepted: headteacher,")


def test_a_register_of_accounts_without_any_account_id_is_not_made_up(desk: Desk):
    desk.put(
        "accounts list.csv",
        "Network,Public or private,Live from\nTwitter,Public,25/09/2024\nInsta,Private,26/09/2024\n",
    )
    assert desk.map("accounts") is None
    assert "account_id is required" in desk.told and "--set account_id=" in desk.told


def test_platforms_in_everyday_words(desk: Desk):
    rows = "tw1,Twitter,Public,25/09/2024\nig1,Insta,Followers only,26/09/2024\n"
    desk.put("our accounts.csv", f"Account ref,Network,Public or private,Live from\n{rows}")
    assert desk.map("accounts")
    assert desk.rows("accounts", "account_id", "platform", "visibility", "opened_on") == [
        ("tw1", "x", "open", "2024-09-25"),
        ("ig1", "instagram", "private", "2024-09-26"),
    ]


def test_education_as_a_workbook_with_numbers(desk: Desk):
    rows = [
        ["Date held", "Title", "Aimed at", "Number attended", "Number on roll", "Outside speaker"],
        ["2026-09-10", "Sharing pictures", "Pupils", 28, 30, "✓"],
        ["2026-09-17", "Being kind", "Families", 12, 60, "no"],
    ]
    desk.put("assemblies.xlsx", as_workbook(rows))
    assert desk.map("education")
    assert desk.rows("education", "audience", "topic", "attended", "eligible", "led_by_expert") == [
        ("learners", "Sharing pictures", "28", "30", "true"),
        ("parents", "Being kind", "12", "60", "false"),
    ]


def test_term_dates_of_a_school(desk: Desk):
    text = "Ac year,Title,Day type,Begins,Finishes\n2026/27,Autumn 1,Half term,02/09/2026,23/10/2026\n"
    desk.put("terms.csv", text)
    assert desk.map("term_dates")
    assert desk.rows("term_dates", "school_id", "name", "kind", "starts_on", "ends_on") == [
        (SCHOOL, "Autumn 1", "term", "2026-09-02", "2026-10-23")
    ]


def test_messages_of_an_inbox_tool_nobody_knows_need_the_account_of_their_folder(desk: Desk):
    text = "Message ID,Received or sent,Kind,Date sent,Conversation,Text\nm1,Received,DM,25/09/2026 10:00,c1,hello\n"
    path = desk.put("mail.csv", text)
    assert desk.map("activity", sets=["direction=Received or sent"])
    assert "put it into <school_id>/<account_id>/ in the inbox" in desk.told
    moved = path.parent / "page" / "mail.csv"
    moved.parent.mkdir()
    path.rename(moved)
    assert desk.rows("activity", "account_id", "kind", "direction", "sent_at", "thread_id") == [
        ("page", "message", "inbound", "2026-09-25 09:00:00", "c1")
    ]


EVENT_LOG = "incident_event_log/incident_event_log.csv"


@pytest.mark.real
def test_a_real_log_with_several_rows_for_an_incident(desk: Desk, real_exports: Path):
    desk.put("event log.csv", (real_exports / EVENT_LOG).read_bytes())
    assert desk.map("incidents") is None
    assert "'number' has 378 different values in 2,499 rows: several rows are about one thing" in desk.told
    assert "--keep last, or --keep first" in desk.told
    assert desk.map("incidents", keep="last", words=["category:*=other"], sets=["category=category"])
    assert "2,499 read, 376 kept, 19 set aside. The others are about the same: the last row" in desk.told
    report = desk.inbox.load()
    assert (report.rows_kept, report.rows_rejected) == (376, 19)
    assert {(column, reason) for _, _, column, _, reason in desk.inbox.rejects()} == {("category", "is missing")}
    whole = "count(distinct incident_id), count(distinct severity), count(closed_at), min(reported_at)::varchar"
    assert desk.inbox.query(f"select {whole} from staged.incidents") == [(376, 4, 376, "2016-02-29 01:16:00")]
    assert desk.inbox.query("select distinct category from staged.incidents") == [("other",)]
