"""Owns what a look at files says, as tables in words; knows neither files nor pages."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import wording

# Of a file that is only looked at.
FILE_STATES = {**wording.FILE_STATES, "loaded": "Will be loaded", "failed": "Cannot be read"}
Seen = Mapping[str, Any]


def list_parts(seen: Seen) -> pd.DataFrame:
    """One row a file (or part of a ZIP or workbook): what it is, and what of it would be kept."""
    rows = [
        {
            "File": part["file"],
            "State": FILE_STATES[part["status"]],
            "Recognised as": wording.label(part["format"]) if part["format"] else "",
            "Rows to keep": part["rows_kept"],
            "Rows set aside": part["rows_rejected"],
            "What to know": wording.sentences(part["message"], part["file"]) or _tell_unread(part["unknown_columns"]),
        }
        for part in seen["parts"]
    ]
    return pd.DataFrame(rows)


def _tell_unread(columns: Sequence[str]) -> str:
    return f"Not asked for, and not read: {', '.join(columns)}" if columns else ""


def list_rejects(seen: Seen) -> pd.DataFrame:
    """One row a reason for which a row would be set aside."""
    rows = [
        {
            "File": reject["file"],
            "Row": reject["row_number"],
            "Column": reject["column_name"] or "",
            "Found": reject["value"] or "",
            "Why": reject["reason"],
            "Accepted": reject["accepted"] or "",
        }
        for reject in seen["rejects"]
    ]
    return pd.DataFrame(rows, columns=["File", "Row", "Column", "Found", "Why", "Accepted"])


def list_row_changes(seen: Seen) -> pd.DataFrame:
    """One row a data set: rows that count now, that would, and those that a newer export replaces."""
    rows = [
        {
            "Data set": wording.dataset(row["table"]),
            "Rows now": row["before"],
            "Rows then": row["after"],
            "Added": max(0, row["after"] - row["before"]),
            "Replaced by a newer export": row["replaced"],
        }
        for row in seen["rows"]
    ]
    return pd.DataFrame(rows)


def list_status_changes(seen: Seen) -> pd.DataFrame:
    """One row a promise whose status would be another."""
    rows = [
        {
            "School": change["school"],
            "Clause": change["clause_id"],
            "Half-term": change["period"],
            "Status now": wording.status(change["before"]) if change["before"] else "Not judged",
            "Status then": wording.status(change["after"]),
        }
        for change in seen["statuses"]
    ]
    return pd.DataFrame(rows)


def files_to_keep(seen: Seen, names: Sequence[str]) -> list[str]:
    """Of the files looked at, by their path in the inbox, those of which something would be loaded."""
    loaded = [part["file"] for part in seen["parts"] if part["status"] in ("loaded", "uncounted")]
    return [name for name in names if any(file == name or file.startswith(f"{name}/") for file in loaded)]


def say_answer(seen: Seen) -> str:
    """What the look comes to, in a sentence."""
    kept = sum(part["rows_kept"] for part in seen["parts"])
    aside = sum(part["rows_rejected"] for part in seen["parts"])
    files = {part["file"] for part in seen["parts"] if part["status"] == "loaded"}
    left = {part["file"] for part in seen["parts"] if part["status"] not in ("loaded", "uncounted")}
    changed = len(seen["statuses"])
    would = f"{wording.how_many(len(files), 'file')} would be loaded with {wording.how_many(kept, 'row')}"
    not_ = f", {wording.how_many(len(left), 'file')} not" if left else ""
    set_aside = f"; {wording.how_many(aside, 'row')} would be set aside" if aside else ""
    changes = f"{wording.how_many(changed, 'status')} of promises by half-term would change"
    return f"{wording.capital(would)}{not_}{set_aside}. {wording.capital(changes)}. Nothing is kept yet."
