"""Invented incident logs in the shapes that schools have: mapped, written, recognised, and loaded row by row."""

from datetime import datetime, time

import pytest

from tests.propose.conftest import SCHOOL, Desk, as_workbook, sources_of

# As safeguarding software lists concerns: several categories in a cell, accounts in words, people by name.
CONCERNS = """Incident ID,Linked Student(s),Date/Time,Category,Incident,Action Taken,Assigned Staff,Status
10231,"Amy Pond, Rory Williams",07/09/2026 09:15,Cyberbullying,"Amy told me that Rory put a picture of her on an app and others laughed.",Spoke to both,Mrs Smith,Closed
10232,Danny Pink,13/09/2026 14:05,"Sexting, Online Safety Concern","Danny disclosed that somebody asked him to send a picture of himself.",Called home,Mr Jones,Open
10233,Clara Oswald,14/12/2026 08:40,Fake profile,"A profile in the name of the head was found by a parent this morning.",Reported,Mrs Smith,Open
"""  # noqa: E501


def test_a_list_of_concerns_is_mapped_without_a_word_of_the_accounts(desk: Desk):
    desk.put("Concerns 2026.csv", CONCERNS)
    written = desk.map("incidents")
    assert written is not None and written.name == "concerns.sql"
    assert desk.rows("incidents", "incident_id", "school_id", "category", "reported_at") == [
        (f"{SCHOOL}/10231", SCHOOL, "harassment", "2026-09-07 08:15:00"),
        (f"{SCHOOL}/10232", SCHOOL, "compromising_image;online_abuse_of_learner", "2026-09-13 13:05:00"),
        (f"{SCHOOL}/10233", SCHOOL, "impersonation", "2026-12-14 08:40:00"),
    ]
    assert desk.inbox.load().parts[0].format == "concerns"


def test_nothing_of_a_person_is_told_written_or_staged(desk: Desk):
    desk.put("concerns.csv", CONCERNS)
    written = desk.map("incidents")
    desk.inbox.load()
    staged = b"".join(path.read_bytes() for path in desk.inbox.settings.staged.glob("*/*"))
    for secret in ("Amy", "Rory", "Danny", "Clara", "Smith", "Jones", "picture of", "Spoke to", "Called home"):
        assert secret not in desk.told
        assert secret not in written.read_text(encoding="utf-8")
        assert secret.encode() not in staged
    assert "Never loaded: Linked Student(s) (a name" in desk.told
    assert "Incident (free text: its values are sentences)" in desk.told


def test_the_next_export_of_the_same_kind_is_recognised_with_words_it_had_not_before(desk: Desk):
    desk.put("concerns of autumn.csv", CONCERNS)
    desk.map("incidents")
    header = CONCERNS.splitlines()[0]
    desk.put("concerns of spring.csv", f"{header}\n10300,X,05/01/2027 10:00,racism,text,none,Mr Who,Open\n")
    assert desk.rows("incidents", "category")[-1] == ("discrimination",)


# A log of a school's own: semicolons, the day and the time in two columns, roles in the school's words.
OWN_LOG = """Ref;Date of concern;Time;Nature of concern;Raised against;Who was affected;Risk level;Reported to;Details;DSL informed;Date closed
1;07/09/2026;9:15 am;Trolling;Pupil;Member of staff;Medium;Head of year;A pupil wrote about a teacher;08/09/2026;25/09/2026
2;03/09/2026;2:05 pm;Data protection;Staff;Pupil;High;DSL;An e-mail went to the wrong parents;03/09/2026;
3;05/10/2026;;Racist incident;Parent;Pupil;Amber;Headteacher;Something was said in a group;05/10/2026;12/10/2026
"""  # noqa: E501


def test_a_schools_own_log_with_its_own_words(desk: Desk):
    desk.put("log.csv", OWN_LOG)
    assert desk.map("incidents", name="concern_log")
    assert desk.rows("incidents", "category", "source", "affected", "severity", "reported_to_role") == [
        ("harassment", "learner", "staff", "medium", "teacher"),
        ("data_breach", "staff", "learner", "high", "dsl"),
        ("discrimination", "parent", "learner", "medium", "headteacher"),
    ]
    assert desk.rows("incidents", "reported_at", "dsl_informed_at", "closed_at") == [
        ("2026-09-07 08:15:00", "2026-09-07 23:00:00", "2026-09-24 23:00:00"),
        ("2026-09-03 13:05:00", "2026-09-02 23:00:00", None),
        ("2026-10-04 23:00:00", "2026-10-04 23:00:00", "2026-10-11 23:00:00"),
    ]
    assert "dsl_informed_at ('DSL informed'), closed_at ('Date closed'): no time of day" in desk.told


def test_one_column_of_dates_that_decides_speaks_for_the_others_of_the_file(desk: Desk):
    desk.put("log.csv", OWN_LOG)
    proposal = desk.propose("incidents")
    assert proposal.orders == {"reported_at": "day_first", "dsl_informed_at": "day_first", "closed_at": "day_first"}
    assert proposal.source.find("Date closed").dates.order == "day_first"
    assert proposal.source.find("Date of concern").dates.order is None


def test_a_time_that_is_none_sets_its_row_aside_with_the_reason(desk: Desk):
    desk.put("log.csv", OWN_LOG.replace("9:15 am", "break"))
    desk.map("incidents")
    assert desk.inbox.load().rows_rejected == 1
    assert desk.inbox.rejects() == [(f"{SCHOOL}/log.csv", 2, None, None, "Time: it is no time of day")]


AMERICAN = """Case Number,Opened,Type of incident,Severity,Closed
A1,9/7/2026 3:05 PM,Fake account,Serious,9/20/2026 4:00 PM
A2,10/1/2026 9:00 AM,Hacking,Minor,
"""


def test_dates_with_the_month_first(desk: Desk):
    desk.put("cases.csv", AMERICAN)
    assert desk.map("incidents")
    assert desk.rows("incidents", "category", "severity", "reported_at", "closed_at") == [
        ("impersonation", "high", "2026-09-07 14:05:00", "2026-09-20 15:00:00"),
        ("unauthorised_access", "low", "2026-10-01 08:00:00", None),
    ]


def test_a_workbook_with_a_title_above_its_header_and_true_dates(desk: Desk):
    rows = [
        ["Ashgrove Academy: online incidents"],
        ["printed on 1 November 2026"],
        [],
        ["Number", "Date reported", "Time reported", "Type of breach", "Conduct of", "Referred"],
        [1, datetime(2026, 9, 7), time(14, 5), "GDPR", "Employee", "None"],
        [2, datetime(2026, 12, 1), time(8, 30), "Hate speech", "Unknown", "Police"],
    ]
    desk.put("online incidents.xlsx", as_workbook(rows))
    assert desk.map("incidents")
    assert "header in row 4, 2 rows" in desk.told
    assert desk.rows("incidents", "_row", "category", "source", "reported_at", "referred_to") == [
        ("5", "data_breach", "staff", "2026-09-07 13:05:00", None),
        ("6", "discrimination", "unknown", "2026-12-01 08:30:00", "police"),
    ]


def test_a_log_without_numbers_gets_ids_that_stay_the_same_as_it_grows(desk: Desk):
    log = "Date logged,Concern type\n13/09/2026,Bullying\n14/09/2026,GDPR\n14/09/2026,GDPR\n"
    desk.put("log.csv", log)
    assert desk.map("incidents")
    first = desk.rows("incidents", "incident_id", "category")
    assert len(set(first)) == 3 and all(row[0].startswith(f"{SCHOOL}/2026-09-1") for row in first)
    desk.put("log.csv", log + "20/09/2026,Phishing\n")
    assert desk.rows("incidents", "incident_id", "category")[:3] == first


def test_two_schools_that_both_begin_at_one_keep_all_their_incidents(desk: Desk):
    desk.put("log.csv", "ID,Date,Category\n1,13/09/2026,Bullying\n2,14/09/2026,GDPR\n")
    desk.map("incidents")
    desk.inbox.put("900102/log.csv", "ID,Date,Category\n1,15/09/2026,Phishing\n")
    assert sorted(desk.rows("incidents", "incident_id", "category")) == [
        ("900101/1", "harassment"),
        ("900101/2", "data_breach"),
        ("900102/1", "unsafe_link"),
    ]


def test_a_trusts_log_names_its_schools_as_the_register_does(desk: Desk):
    schools = "900101,Ashgrove Academy,england,barnes\n900102,Elm Primary,england,barnes\n"
    desk.inbox.put("schools.csv", f"school_id,school_name,nation,policy\n{schools}")
    desk.inbox.load()
    rows = "7,Ashgrove Academy,13/09/2026,Bullying\n8,ELM PRIMARY,14/09/2026,GDPR\n9,Oak Infants,15/09/2026,GDPR\n"
    desk.put("trust log.csv", "Case reference,Academy,Date raised,Nature of incident\n" + rows)
    assert desk.map("incidents", words=["school_id:Oak Infants=900103"])
    assert desk.rows("incidents", "incident_id", "school_id") == [("7", "900101"), ("8", "900102"), ("9", "900103")]


def test_a_site_that_is_no_school_of_the_register_is_not_taken_for_one(desk: Desk):
    desk.put("log.csv", "Ref,Site,Date,Category\n1,North building,13/09/2026,Bullying\n2,Lodge,14/09/2026,GDPR\n")
    assert sources_of(desk.propose("incidents", schools={"Ashgrove Academy": "900101"})).get("school_id") is None
    assert desk.propose("incidents").choice("school_id").how_sure == "a guess"


@pytest.mark.parametrize("mark", ["?", "-", "N/A", "TBC", "not recorded"])
def test_marks_for_nothing_known_are_no_values(desk: Desk, mark: str):
    desk.put(
        "log.csv",
        f"Ref,Date,Category,Severity,Date closed\n1,13/09/2026,Bullying,{mark},{mark}\n2,14/09/2026,GDPR,High,{mark}\n",
    )
    desk.map("incidents", sets=["closed_at=Date closed"])
    assert desk.rows("incidents", "severity", "closed_at") == [(None, None), ("high", None)]
