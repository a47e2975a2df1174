"""Each sentence of the definition of an enquiry, as a conversation and the enquiries it makes."""

import pytest

from tests.journey.conversing import converse, enquiries_of

CONVERSATIONS = {
    "it starts at the earliest unanswered item and ends at the first reply": (
        """
        id | who    | at
        1  | parent | 09:00
        2  | parent | 09:10
        3  | school | 10:00
        4  | school | 10:05
        """,
        [("1", 2, "09:00", None, "10:00")],
    ),
    "after a reply, the next item is the next enquiry": (
        """
        id | who    | at
        1  | parent | 09:00
        2  | school | 10:00
        3  | parent | 11:00
        4  | school | 12:00
        5  | parent | 13:00
        """,
        [("1", 1, "09:00", None, "10:00"), ("3", 1, "11:00", None, "12:00"), ("5", 1, "13:00", None, None)],
    ),
    "somebody else who writes while one waits, waits for the same reply": (
        """
        id | who     | at
        1  | parent  | 09:00
        2  | another | 09:30
        3  | school  | 10:00
        """,
        [("1", 2, "09:00", None, "10:00")],
    ),
    "an automatic reply does not end it": (
        """
        id | who    | at    | automatic
        1  | parent | 09:00 |
        2  | school | 09:00 | yes
        3  | school | 10:00 |
        """,
        [("1", 1, "09:00", None, "10:00")],
    ),
    "an automatic acknowledgement is none": (
        """
        id | who    | at    | automatic | acknowledgement
        1  | parent | 09:00 |           |
        2  | school | 09:01 | yes       | yes
        """,
        [("1", 1, "09:00", None, None)],
    ),
    "a post is no reply": (
        """
        id | who    | at    | kind
        1  | parent | 09:00 | comment
        2  | school | 10:00 | post
        """,
        [("1", 1, "09:00", None, None)],
    ),
    "a thread that the school starts is none until somebody answers": (
        """
        id | who    | at    | kind
        1  | school | 08:00 | post
        2  | school | 08:30 | comment
        3  | parent | 09:00 | comment
        """,
        [("3", 1, "09:00", None, None)],
    ),
    "a thread that nobody answers is none": (
        """
        id | who    | at
        1  | school | 08:00
        """,
        [],
    ),
    "a like needs no reply, nor does a review, unless it says so": (
        """
        id | who    | at    | kind    | needs_reply | thread_id
        1  | parent | 09:00 | comment | no          | t
        2  | parent | 09:10 | review  |             | u
        3  | parent | 09:20 | review  | yes         | v
        """,
        [("3", 1, "09:20", None, None)],
    ),
    "an acknowledgement is noted and the wait goes on": (
        """
        id | who    | at    | acknowledgement
        1  | parent | 09:00 |
        2  | school | 09:30 | yes
        3  | parent | 09:40 |
        4  | school | 09:50 | yes
        5  | school | 11:00 |
        """,
        [("1", 2, "09:00", "09:30", "11:00")],
    ),
    "an acknowledgement before, or after the reply, is another matter": (
        """
        id | who    | at    | acknowledgement
        1  | school | 08:00 | yes
        2  | parent | 09:00 |
        3  | school | 10:00 |
        4  | school | 10:30 | yes
        """,
        [("2", 1, "09:00", None, "10:00")],
    ),
    "long waits are kept": (
        """
        id | who    | at
        1  | parent | 09:00
        2  | school | 06 10:00
        """,
        [("1", 1, "09:00", None, "06 10:00")],
    ),
    "a reply in the same minute counts": (
        """
        id | who    | at
        2  | parent | 09:00
        1  | school | 09:00
        """,
        [("2", 1, "09:00", None, "09:00")],
    ),
    "a reply before receipt ends nothing": (
        """
        id | who    | at    | in_reply_to
        1  | school | 08:00 | 2
        2  | parent | 09:00 |
        """,
        [("2", 1, "09:00", None, None)],
    ),
    "threads do not mix": (
        """
        id | who    | at    | thread_id
        1  | parent | 09:00 | t
        2  | parent | 09:10 | u
        3  | school | 10:00 | u
        """,
        [("1", 1, "09:00", None, None), ("2", 1, "09:10", None, "10:00")],
    ),
    "a reply that names an item answers it in whatever thread it came": (
        """
        id | who    | at    | thread_id | in_reply_to
        1  | parent | 09:00 | t         |
        2  | parent | 09:10 | u         |
        3  | school | 10:00 | v         | 1
        """,
        [("1", 1, "09:00", None, "10:00"), ("2", 1, "09:10", None, None)],
    ),
    "a reply that names an answered item does not answer the next": (
        """
        id | who    | at    | in_reply_to
        1  | parent | 09:00 |
        2  | school | 09:30 | 1
        3  | parent | 10:00 |
        4  | school | 10:30 | 1
        5  | school | 11:00 | 3
        """,
        [("1", 1, "09:00", None, "09:30"), ("3", 1, "10:00", None, "11:00")],
    ),
    "a reply to each of two who waited together, then a third": (
        """
        id | who     | at    | in_reply_to
        1  | parent  | 09:00 |
        2  | another | 09:10 |
        3  | school  | 09:30 | 1
        4  | third   | 10:00 |
        5  | school  | 10:30 | 2
        """,
        [("1", 2, "09:00", None, "09:30"), ("4", 1, "10:00", None, None)],
    ),
    "a reply that names what needs none answers nobody else": (
        """
        id | who     | at    | in_reply_to | needs_reply
        1  | parent  | 09:00 |             |
        2  | another | 09:10 |             | no
        3  | school  | 09:30 | 2           |
        """,
        [("1", 1, "09:00", None, None)],
    ),
    "a second half that names the school's own first half answers as any reply": (
        """
        id | who    | at    | in_reply_to | acknowledgement
        1  | parent | 09:00 |             |
        2  | school | 09:30 | 1           | yes
        3  | school | 10:30 | 2           |
        """,
        [("1", 1, "09:00", "09:30", "10:30")],
    ),
    "an acknowledgement that names an answered item is not the next one's": (
        """
        id | who    | at    | in_reply_to | acknowledgement
        1  | parent | 09:00 |             |
        2  | school | 09:30 |             |
        3  | parent | 10:00 |             |
        4  | school | 10:30 | 1           | yes
        5  | school | 11:00 | 3           | yes
        """,
        [("1", 1, "09:00", None, "09:30"), ("3", 1, "10:00", "11:00", None)],
    ),
    "items without a thread are one by their reply links": (
        """
        id | who    | at    | in_reply_to | thread_id
        1  | parent | 09:00 |             |
        2  | parent | 09:10 | 1           |
        3  | parent | 09:20 | 2           |
        4  | school | 10:00 | 3           |
        5  | parent | 11:00 |             |
        """,
        [("1", 3, "09:00", None, "10:00"), ("5", 1, "11:00", None, None)],
    ),
    "items that answer the same item are in its thread, though it is not in the data": (
        """
        id | who    | at    | in_reply_to | thread_id
        1  | parent | 09:00 | 99          |
        2  | school | 10:00 | 99          |
        """,
        [("1", 1, "09:00", None, "10:00")],
    ),
    "items that name each other do not go round for ever": (
        """
        id | who    | at    | in_reply_to | thread_id
        1  | parent | 09:00 | 2           |
        2  | parent | 09:10 | 1           |
        """,
        [("1", 1, "09:00", None, None), ("2", 1, "09:10", None, None)],
    ),
    "nothing after as-at is known": (
        """
        id | who    | at
        1  | parent | 06 09:00
        2  | school | 07 00:00
        3  | parent | 08 10:00
        """,
        [("1", 1, "06 09:00", None, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_a_conversation(lines, expected):
    assert enquiries_of(converse(lines)) == expected
