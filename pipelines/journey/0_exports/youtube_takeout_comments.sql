/*---
title = "YouTube Takeout: the channel's own comments"
vendor = "YouTube"
evidence = "P"
reader = "csv"
table = "activity"
whose = "account"
sides = "outbound"
name_hints = ["comments*.csv"]
never = ["Comment text"]

[columns.comment_id]
required = true

[columns.created_at]
aliases = ["Comment create timestamp"]
type = "timestamp"
written = "iso"
required = true

[columns.channel_id]

[columns.parent_comment_id]

[columns.top_level_comment_id]
optional = true
---*/
-- Grain: one comment of the channel. What it answers is named and not in the export, so no wait is known from it.
select
    _row,
    comment_id as item_id,
    _account_id as account_id,
    case when parent_comment_id is null then 'comment' else 'reply' end as kind,
    'outbound' as direction,
    created_at as sent_at,
    parent_comment_id as in_reply_to,
    coalesce(top_level_comment_id, parent_comment_id, comment_id) as thread_id
from source
