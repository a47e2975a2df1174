/*---
title = "Facebook and Instagram downloads: the account's own comments"
vendor = "Meta"
evidence = "P"
reader = "json"
table = "activity"
made_ids = true
whose = "account"
sides = "outbound"
name_hints = ["comments.json", "comments_*.json", "post_comments*.json", "reels_comments*.json"]
records = ["comments_v2[*]", "[*]"]
never = ["Comment", "Media Owner", "media_list_data", "title", "author", "url", "uri"]

[columns.commented_at]
aliases = ["string_map_data.Time.timestamp", "timestamp"]
type = "timestamp"
written = "epoch_s"
required = true

[columns.owner]
aliases = ["string_map_data.Media Owner.value", "data[0].comment.author"]
---*/
-- Grain: one comment that the account made, on its own posts or on others'. The download does not say what it answers, but in
-- Facebook's sentence in the account's own language, so no wait is known from it. Comments have no id: the second and a
-- number within it make one. `owner` is only a mark by which the file is known.
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
