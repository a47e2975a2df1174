"""Owns the table in which customer-support tools list public posts and the answers to them; knows no other form.

Ids are small running numbers, replies are a comma list, and the id answered has become a decimal, as in such tables.
"""

from pathlib import Path

import pandas as pd

from pipelines.demo.activity import to_utc
from pipelines.demo.writers import Words, pick_texts

FIRST_ID = 1001


def write(folder: Path, rows: pd.DataFrame, words: Words) -> None:
    """Write "support tweets.csv"; the account's handle is its id, everybody else is a number."""
    rows = rows.reset_index(drop=True)
    number = pd.Series(rows.index + FIRST_ID, index=rows["item_id"]).astype(str)
    answers = rows.assign(number=number.to_numpy()).groupby("in_reply_to")["number"].agg(",".join)
    inbound = rows["direction"] == "inbound"
    person = "7" + rows["author_id"].fillna("").astype(str).str.rsplit(":", n=1).str[-1].str.replace("-", "0")
    texts = pick_texts(rows, words)
    table = pd.DataFrame(
        {
            "tweet_id": number.to_numpy(),
            "author_id": person.where(inbound, rows["account_id"]),
            "inbound": inbound,
            "created_at": to_utc(rows["sent_at"]).dt.strftime("%a %b %d %H:%M:%S +0000 %Y"),
            "text": texts.where(~inbound, "@" + rows["account_id"] + " " + texts),
            "response_tweet_id": rows["item_id"].map(answers),
            "in_response_to_tweet_id": rows["in_reply_to"].map(number) + ".0",
        }
    )
    table.to_csv(folder / "support tweets.csv", index=False, lineterminator="\n")
