/*---
title = "X analytics, content (from 2024)"
vendor = "X"
evidence = "P"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "outbound"
name_hints = ["account_analytics_content_*"]
leave_out = "starts_with(post_text, '@')"
never = ["Post text"]

[series]
name = '_(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})'
written = "%Y-%m-%d"

[columns.post_id]
required = true

[columns.date]
type = "date"
written = ["%a, %b %d, %Y", "%Y-%m-%d"]
required = true

[columns.post_link]

[columns.post_text]
---*/
-- Grain: one post. The export gives the day only; the moment is in the post's id. An id that a spreadsheet rounded says
-- another moment or none: such a row is set aside. Replies (texts that begin with @) do not say what they answer: left out.
with moments as (
    select
        *,
        epoch_ms((try_cast(post_id as bigint) >> 22) + 1288834974657) as posted_at
    from source
)

select
    _row,
    post_id as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    posted_at as sent_at,
    post_id as thread_id,
    case
        when not regexp_full_match(post_id, '\d+') then 'the post''s id is no whole number: a spreadsheet shortened it'
        when coalesce(abs(date_diff('day', cast(posted_at as date), date)) > 1, true)
            then 'the post''s id does not fit its date: a spreadsheet may have rounded it'
    end as _fault
from moments
