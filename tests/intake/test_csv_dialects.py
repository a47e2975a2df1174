"""A table of the contract as programs and people save it: what stands around the rows, and how they are separated."""

import pytest
from small_inbox import Inbox

HEADER = "item_id,account_id,kind,direction,sent_at,author_id\n"
ROW = "1,a,comment,inbound,2026-01-05 10:00,u\n"
PLAIN = HEADER + ROW
DIALECTS = {
    "a hint to Excel above": "sep=;\n" + PLAIN.replace(",", ";"),
    "a mark and a hint above": "\ufeffsep=,\r\n" + PLAIN.replace("\n", "\r\n"),
    "a title and a blank line above": "Willow Bank Academy\n\n" + PLAIN,
    "columns without a header behind": PLAIN.replace("\n", ",,\n"),
    "a header over two lines": PLAIN.replace("sent_at", '"sent\nat"'),
    "old line ends": PLAIN.replace("\n", "\r"),
    "everything in quotes": "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in PLAIN.splitlines()),
    "spaces after commas": PLAIN.replace(",", ", "),
    "capital headers": HEADER.upper() + ROW,
    "blank rows between": HEADER + "\n,,,,,\n" + ROW + "\n\n",
    "strokes": PLAIN.replace(",", "|"),
    "tabs": PLAIN.replace(",", "\t"),
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("name", ["export.csv", "export.CSV", "export.txt", "export"])
def test_the_same_row_is_read_of_every_dialect(inbox: Inbox, text: str, name: str):
    inbox.put(name, text.encode())
    part = inbox.only_part()
    assert (part.format, part.rows_kept, part.rows_rejected) == ("activity", 1, 0)
    assert inbox.rows("activity", "item_id", "cast(sent_at as varchar)") == [("1", "2026-01-05 10:00:00")]


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("Exported by Willow Bank on 3 May\n", "the row has 1 cell where the header has 6"),
        ("2,a\n", "the row has 2 cells where the header has 6"),
        ("2,a,comment,inbound,2026-01-05 10:00,u,more\n", "the row has 7 cells where the header has 6"),
    ],
)
def test_a_row_of_another_width_is_set_aside_alone(inbox: Inbox, below: str, told: str):
    inbox.put("export.csv", PLAIN + below)
    inbox.load()
    assert inbox.rejects() == [("export.csv", 3, None, None, told)]
    assert inbox.rows("activity", "item_id") == [("1",)]


def test_a_row_of_totals_in_a_table_of_the_contract_is_set_aside_for_what_it_lacks(inbox: Inbox):
    inbox.put("export.csv", PLAIN + "Total,,,,,\n")
    inbox.load()
    lacking = [row[2] for row in inbox.rejects() if row[1] == 3 and row[4] == "is missing"]
    assert lacking == ["account_id", "direction", "kind", "sent_at"]
    assert inbox.rows("activity", "item_id") == [("1",)]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("data.json", "{}", "The file follows no format that is known here"),
        ("list.json", "[]", "The file follows no format that is known here"),
        ("rows.json", '[{"item_id": "1"}]', "The file follows no format that is known here"),
        ("lines.jsonl", '{"a": 1}\n{"a": 2}\n', "The file is of no kind that is read here"),
    ],
)
def test_documents_that_nobody_knows_are_told_of(inbox: Inbox, name: str, text: str, told: str):
    inbox.put(name, text)
    part = inbox.only_part()
    assert part.status == "unrecognised" and part.message.startswith(f"{name}: {told}")
    assert "what to do: " in part.message
