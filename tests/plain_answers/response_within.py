"""Was each enquiry answered in time? Asked of each enquiry in turn."""

from collections.abc import Iterator

from tests.plain_answers.cases import promised
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    half_known = {account["account_id"] for account in trust.rows("warehouse.accounts") if account["is_answered_only"]}
    for enquiry in trust.rows("mart.enquiries", clause.school_id):
        if enquiry["account_id"] in half_known:
            continue
        answers = [enquiry["replied_at"]]
        if clause["acknowledgement"]:
            answers.append(enquiry["acknowledged_at"])
        yield promised(
            trust,
            clause,
            enquiry["enquiry_id"],
            enquiry["received_at"],
            min((moment for moment in answers if moment), default=None),
            account_id=enquiry["account_id"],
            working_days=clause["working_days"],
            working_hours=clause["working_hours"],
            count=clause["count"],
        )
