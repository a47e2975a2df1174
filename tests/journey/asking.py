"""Asks a small warehouse one question: tables of rows in, rows of the answer out."""

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse

AS_AT = "2026-03-06"
SCHOOL = {"school_id": "s", "school_name": "S", "nation": "england", "policy": "barnes"}
ACCOUNT = {"account_id": "a", "school_id": "s", "platform": "x", "opened_on": "2025-09-01"}
ITEM = {"item_id": "1", "account_id": "a", "kind": "post", "direction": "outbound", "sent_at": "2026-03-02 10:00"}
INCIDENT = {"incident_id": "i", "school_id": "s", "category": "other", "reported_at": "2026-03-02 10:00"}


def ask(select, as_at=AS_AT, **tables):
    return [tuple(row.values()) for row in fetch_arrow(make_warehouse(tables, as_at), select).to_pylist()]
