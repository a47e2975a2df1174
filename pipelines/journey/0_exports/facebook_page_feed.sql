/*---
title = "Facebook page feed: posts, comments and replies"
vendor = "Meta"
evidence = "F"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "both"
name_hints = ["*_fb_page_feed*"]
never = ["Status Message", "Status Name", "Status Link", "Comment Message", "Reply Message"]

[columns.status_id]
required = true

[columns.status_created_time]
type = "timestamp"
written = "%Y-%m-%d %H:%M:%S"
zone = "Europe/London"
required = true

[columns.comment_id]

[columns.comment_created_time]
type = "timestamp"
written = "%Y-%m-%d %H:%M:%S"
zone = "Europe/London"

[columns.comment_from]

[columns.reply_id]

[columns.reply_created_time]
type = "timestamp"
written = "%Y-%m-%d %H:%M:%S"
zone = "Europe/London"

[columns.reply_from]
---*/
-- Grain: one post, comment or reply; the post is on each of its rows, a comment on each row of a reply to it. A post's id
-- begins with the page's own, and people stand as "Name (id)": what the page wrote carries its id. Times are those of the
-- machine that fetched the feed, without a zone: a school's is taken to be in the United Kingdom.
with ids as (
    select
        *,
        split_part(status_id, '_', 1) as page_id,
        regexp_extract(comment_from, '\((\d+)\)$', 1) as comment_user_id,
        regexp_extract(reply_from, '\((\d+)\)$', 1) as reply_user_id
    from source
),

items as (
    select
        _row,
        status_id as item_id,
        _account_id as account_id,
        'post' as kind,
        'outbound' as direction,
        status_created_time as sent_at,
        null as in_reply_to,
        status_id as thread_id,
        null as author_id
    from ids
    union all
    select
        _row,
        comment_id as item_id,
        _account_id as account_id,
        'comment' as kind,
        case when comment_user_id = page_id then 'outbound' else 'inbound' end as direction,
        comment_created_time as sent_at,
        null as in_reply_to,
        comment_id as thread_id,
        case when comment_user_id <> page_id then coalesce(nullif(comment_user_id, ''), comment_from) end as author_id
    from ids
    where comment_id is not null
    union all
    select
        _row,
        reply_id as item_id,
        _account_id as account_id,
        case when reply_user_id = page_id then 'reply' else 'comment' end as kind,
        case when reply_user_id = page_id then 'outbound' else 'inbound' end as direction,
        reply_created_time as sent_at,
        comment_id as in_reply_to,
        comment_id as thread_id,
        case when reply_user_id <> page_id then coalesce(nullif(reply_user_id, ''), reply_from) end as author_id
    from ids
    where reply_id is not null
)

select *
from items
qualify row_number() over (partition by item_id order by _row) = 1
