"""Owns exports far larger than a school's, invented: activity by rows, documents by bytes; knows nothing of reading."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

HEADER = (
    "item_id,account_id,kind,direction,sent_at,thread_id,in_reply_to,author_id,"
    "needs_reply,automatic,acknowledgement,category,has_learner_image,consent"
)
START = datetime(2023, 9, 1)
AUTHORS = 50_000
TWEETS_BEGIN = 10**18
TEXT = "x" * 900


def write_activity(path: Path, rows: int) -> None:
    """A CSV in the contract's form: comments and their replies, on 40 accounts, a time in five with its zone."""
    dice = Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for number in range(rows):
            sent = (START + timedelta(seconds=dice.randrange(86_400 * 900))).isoformat()
            zone = "Z" if number % 5 == 0 else ""
            side = "comment,inbound" if number % 2 == 0 else "reply,outbound"
            answers = f"i{number - 1}" if number % 2 else ""
            author = f"u{dice.randrange(AUTHORS)}"
            file.write(f"i{number},a{number % 40},{side},{sent}{zone},t{number // 4},{answers},{author},,no,,,,\n")


def write_tweets(path: Path, size: int) -> int:
    """tweets.js of an X archive, laid out over lines as X does, long texts. Returns how many it holds."""

    def tweet(number: int) -> Any:
        sent = START + timedelta(minutes=number)
        text = {"created_at": sent.strftime("%a %b %d %H:%M:%S +0000 %Y"), "full_text": TEXT}
        return {"tweet": {"id_str": str(TWEETS_BEGIN + number), **text}}

    return _write_items(path, "window.YTD.tweets.part0 = [\n", tweet, "]", size, indent=2)


def write_thread(path: Path, size: int) -> int:
    """message_1.json of one thread, newest first, short messages. Returns how many it holds."""
    begins = int(START.timestamp() * 1000)

    def message(number: int) -> Any:
        sender = ("Willow Bank School", "Ada Example")[number % 2]
        return {
            "sender_name": sender,
            "timestamp_ms": begins - number * 60_000,
            "content": "Thank you " * (number % 20),
        }

    people = '{"participants": [{"name": "Ada Example"}, {"name": "Willow Bank School"}], "messages": ['
    return _write_items(path, people, message, '], "title": "Ada Example", "thread_path": "inbox/ada_1"}', size)


def write_conversations(path: Path, size: int) -> int:
    """direct-messages.js of an X archive, 200 messages a conversation. Returns how many messages it holds."""

    def message(other: int, number: int) -> Any:
        ids = ("1", str(other)) if number % 2 else (str(other), "1")
        sent = (START + timedelta(minutes=number)).isoformat(timespec="milliseconds") + "Z"
        said = {"senderId": ids[0], "recipientId": ids[1], "id": f"{other}{number:03}", "createdAt": sent}
        return {"messageCreate": {**said, "text": "Thank you " * (number % 20), "urls": [], "reactions": []}}

    def conversation(number: int) -> Any:
        other = number + 2
        messages = [message(other, place) for place in range(200)]
        return {"dmConversation": {"conversationId": f"1-{other}", "messages": messages}}

    return 200 * _write_items(path, "window.YTD.direct_messages.part0 = [\n", conversation, "]", size)


def _write_items(
    path: Path, opening: str, item: Callable[[int], Any], closing: str, size: int, indent: int | None = None
) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(opening)
        written = sum(file.write(text) > 0 for text in _list_texts(item, size, indent))
        file.write(closing)
    return written


def _list_texts(item: Callable[[int], Any], size: int, indent: int | None) -> Iterator[str]:
    """Items as JSON, a comma before each but the first, until they are as long as asked together."""
    length = 0
    for number in count():
        if length >= size:
            return
        text = ("," if number else "") + json.dumps(item(number), indent=indent)
        length += len(text)
        yield text
