/*---
title = "Meta Business Suite: Facebook content"
vendor = "Meta"
evidence = "P"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "outbound"
leave_out = "post_id is null or lower(post_id) = 'total'"
never = ["Title", "Description", "Permalink"]

[series]
name = '([A-Z][a-z]{2}-\d{2}-\d{4})_([A-Z][a-z]{2}-\d{2}-\d{4})'
written = "%b-%d-%Y"

[columns.post_id]
required = true

[columns.page_id]

[columns.publish_time]
type = "timestamp"
written = ["%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S"]
zone = "Europe/London"
required = true

[columns.permalink]
---*/
-- Grain: one post; an export by day has a row for each day of a post. Rows of totals have no id. The month comes first.
-- Other exports of a page name a post by the page's number and its own, so this one does too.
-- Moments carry no zone; they are read as the page's own, of the United Kingdom (not seen at the vendor).
select
    min(_row) as _row,
    case when contains(post_id, '_') then post_id else concat_ws('_', page_id, post_id) end as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    publish_time as sent_at,
    case when contains(post_id, '_') then post_id else concat_ws('_', page_id, post_id) end as thread_id,
    case when contains(upper(post_id), 'E+') then 'the post''s id was shortened by a spreadsheet' end as _fault
from source
group by all
