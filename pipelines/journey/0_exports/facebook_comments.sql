/*---
title = "Facebook download: the page's own comments"
vendor = "Meta"
evidence = "P"
reader = "json"
table = "activity"
made_ids = true
whose = "account"
sides = "outbound"
name_hints = ["comments.json", "comments_*.json"]
records = "comments_v2[*]"
never = ["title", "author", "url", "uri"]

[columns.commented_at]
aliases = ["timestamp"]
type = "timestamp"
written = "epoch_s"
required = true
---*/
-- Grain: one comment that the page made, on its own posts or on others'. The download does not say what it answers but in a
-- sentence in the page's own language, so no wait is known from it. Comments have no id: the second and a number within it
-- make one.
with numbered as (
    select
        *,
        cast(epoch(commented_at) as bigint) as second,
        row_number() over (partition by commented_at order by _row) as place
    from source
)

select
    _row,
    concat_ws('-', 'comment', second, place) as item_id,
    _account_id as account_id,
    'comment' as kind,
    'outbound' as direction,
    commented_at as sent_at
from numbered
