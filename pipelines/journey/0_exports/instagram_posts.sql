/*---
title = "Instagram download: posts"
vendor = "Meta"
evidence = "F"
reader = "json"
table = "activity"
made_ids = true
whose = "account"
sides = "outbound"
name_hints = ["posts_*.json"]
records = "[*]"
never = ["title", "uri", "latitude", "longitude", "device_id", "source_type"]

[columns.published_at]
aliases = ["creation_timestamp", "media[0].creation_timestamp"]
type = "timestamp"
written = "epoch_s"
required = true

[columns.picture]
aliases = ["media[0].uri"]
---*/
-- Grain: one post. One of several pictures has a moment of its own, any other that of its picture. Posts have no id, so the
-- second is the id. `picture` is only a mark by which the file is known.
select
    min(_row) as _row,
    cast(epoch(published_at) as bigint) as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    published_at as sent_at
from source
group by published_at, _account_id
