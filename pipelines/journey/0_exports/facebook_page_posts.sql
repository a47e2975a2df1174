/*---
title = "Facebook download: posts of a page"
vendor = "Meta"
evidence = "F"
reader = "json"
table = "activity"
made_ids = true
whose = "account"
sides = "outbound"
name_hints = ["profile_posts_*.json"]
records = "[*]"
never = ["post", "title", "description", "url", "upload_ip", "latitude", "longitude", "device_id"]

[columns.timestamp]
type = "timestamp"
written = "epoch_s"
required = true

[columns.changed]
aliases = [
    "data[0].update_timestamp",
    "data[1].update_timestamp",
    "attachments[0].data[0].media.creation_timestamp",
    "attachments[0].data[0].external_context.url",
]
---*/
-- Grain: one post. A share is written as two records of one second: it is one post. Records have no id, so the second is
-- the id; a post that another kind of export names by its number is another item. `title` says in the page's own language
-- what was done, so nothing is told from it. `changed` is only a mark by which the file is known.
select
    min(_row) as _row,
    cast(epoch(timestamp) as bigint) as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    timestamp as sent_at
from source
group by timestamp, _account_id
