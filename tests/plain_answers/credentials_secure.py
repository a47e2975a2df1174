"""Are account details stored securely, by the school's latest answer?"""

from collections.abc import Iterator

from tests.plain_answers.attested import answer_attested
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    return answer_attested(trust, clause)
