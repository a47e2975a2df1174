"""The Policy clauses page, by its numbers and words."""


def tables_of(app):
    """Every table and grid of the page, as the words in them."""
    return [table.value.map(lambda cell: str(cell).replace("\\", "")) for table in [*app.table, *app.dataframe]]


def find_row(app, clause):
    """The row of a clause in whichever table lists it."""
    for table in tables_of(app):
        if "Promise" in table and clause in set(table["Clause"]):
            return table[table["Clause"] == clause].iloc[0]
    raise AssertionError(f"no table lists {clause}")


def test_every_clause_of_the_policy_stands_under_a_theme(open_page):
    app = open_page("policy_clauses", school="Ashgrove Academy")
    listed = [clause for table in tables_of(app) if "Judged by" in table for clause in table["Clause"]]
    assert sorted(clause for clause in listed if clause.startswith("BPS-")) == [f"BPS-{n:02d}" for n in range(1, 24)]


def test_a_clause_says_its_rule_status_and_count(open_page):
    # Ashgrove, Spring 1: nine enquiries answered the next day, one late, one never, one by an unregistered account.
    row = find_row(open_page("policy_clauses", school="Ashgrove Academy", period="Spring 1 2025/26"), "BPS-05")
    assert row["Status"] == "Partly kept"
    assert row["Judged by"].startswith("Every enquiry is answered within 5 working days")
    assert row["Count or answer"].startswith("9 of 1")


def test_a_clause_whose_control_is_not_written_says_so(open_page):
    assert find_row(open_page("policy_clauses", school="Ashgrove Academy"), "BPS-04")["Status"] == "Not judged yet"


def test_no_data_says_what_would_settle_it(open_page):
    row = find_row(open_page("policy_clauses", school="Birchwood Academy"), "SNMAT-23")
    assert row["Status"] == "No data"
    assert "Hand in" in row["What would settle it"]


def test_an_opened_clause_lists_its_cases(open_page):
    app = open_page("policy_clauses", school="Ashgrove Academy", period="Spring 1 2025/26")
    app.selectbox(key="clause").set_value("BPS-05").run()
    proofs = [table["Proof"] for table in tables_of(app) if "Proof" in table]
    assert len(proofs) == 1
    assert all("eceived" in proof for proof in proofs[0])


def test_several_schools_are_counted_by_clause(open_page):
    app = open_page("policy_clauses")
    row = find_row(app, "BPS-05")
    assert sum(int(row[group]) for group in ("Kept", "Partly kept", "Not kept", "Not known", "Nothing to judge")) == 1


def test_two_policies_stand_side_by_side(open_page):
    app = open_page("policy_clauses", school="Ashgrove Academy")
    app.selectbox(key="other_policy").set_value("marshfields").run()
    pair = next(table for table in tables_of(app) if "Asked" in table)
    answered = pair[pair["Asked"] == "Was each enquiry answered in time?"].iloc[0]
    assert "BPS-05" in answered.iloc[2]
    assert "MAR-17" in answered.iloc[3]


def test_a_breach_clause_says_what_the_policy_counts_as_one(open_page):
    app = open_page("policy_clauses", school="Ashgrove Academy")
    app.selectbox(key="clause").set_value("BPS-12").run()
    assert any("What counts as a breach" in element.value for element in app.markdown)
