/*---
title = "LinkedIn page: posts"
vendor = "LinkedIn"
evidence = "F"
reader = ["xlsx", "csv"]
table = "activity"
whose = "account"
sides = "outbound"
name_hints = ["*_content_*.xls*"]
never = ["Update title", "Post title", "Posted by", "Campaign name"]

[series]

[columns.link]
aliases = ["Update link", "Post link"]
required = true

[columns.created_date]
type = "date"
written = ["excel_serial", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
required = true

[columns.campaign_start_date]
optional = true
---*/
-- Grain: one post. The export gives the day (UTC); the moment is in the number at the end of the link, where it falls within a
-- day of that, and otherwise the day begins. Sheets above the posts begin with a sentence, which is no header.
with numbers as (
    select
        *,
        regexp_extract(link, '(\d{15,})/?$', 1) as number,
        epoch_ms((try_cast(regexp_extract(link, '(\d{15,})/?$', 1) as bigint) >> 22)) as numbered_at
    from source
)

select
    _row,
    coalesce(nullif(number, ''), link) as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    case
        when abs(date_diff('day', cast(numbered_at as date), created_date)) <= 1 then numbered_at
        else cast(created_date as timestamp)
    end as sent_at,
    coalesce(nullif(number, ''), link) as thread_id
from numbers
