"""Owns how an X archive tells an account's own posts and replies (data/tweets.js); knows nothing of what others wrote.

Such an archive holds one side only: what the account sent. A reply names the id of the post it answers.
"""

import html
import json
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.demo.activity import to_utc
from pipelines.demo.writers import Words, pick_texts

PREFIX = "window.YTD.tweets.part0 = "


def write(folder: Path, rows: pd.DataFrame, words: Words) -> None:
    """Write data/tweets.js, the newest first, as the archive does."""
    own = rows[rows["direction"] == "outbound"].iloc[::-1]
    created = to_utc(own["sent_at"]).dt.strftime("%a %b %d %H:%M:%S +0000 %Y")
    asked_by = own["in_reply_to"].map(rows.set_index("item_id")["author_id"])
    tweets = [
        {"tweet": _tweet(*values)}
        for values in zip(own["item_id"], created, pick_texts(own, words), own["in_reply_to"], asked_by, strict=True)
    ]
    data = folder / "data"
    data.mkdir(exist_ok=True)
    (data / "tweets.js").write_text(PREFIX + json.dumps(tweets, indent=2), encoding="utf-8")


def _tweet(item_id: str, created: str, text: str, in_reply_to: Any, asked_by: Any) -> dict[str, Any]:
    tweet = {
        "edit_info": {"initial": {"editTweetIds": [item_id], "editsRemaining": "5", "isEditEligible": False}},
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "0",
        "id_str": item_id,
        "truncated": False,
        "retweet_count": "0",
        "id": item_id,
        "created_at": created,
        "favorited": False,
        "full_text": html.escape(text, quote=False),
        "lang": "en",
    }
    if pd.notna(in_reply_to):
        # An id for the person, as the platform gives one to everybody: digits that tell nothing.
        person = "9" + str(asked_by).rsplit(":", 1)[-1].zfill(8).replace("-", "0")
        tweet |= {"in_reply_to_status_id_str": in_reply_to, "in_reply_to_status_id": in_reply_to}
        tweet |= {"in_reply_to_user_id_str": person, "in_reply_to_user_id": person}
    return tweet
