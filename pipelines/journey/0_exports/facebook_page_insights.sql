/*---
title = "Facebook Page Insights: posts (to 2021)"
vendor = "Meta"
evidence = "F"
reader = ["xml", "xlsx", "csv"]
table = "activity"
whose = "account"
sides = "outbound"
never = ["Post Message", "Permalink"]

[series]

[columns.post_id]
required = true

[columns.posted]
type = "timestamp"
written = ["%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "excel_serial"]
zone = "Europe/London"
required = true

[columns.audience_targeting]
---*/
-- Grain: one post. A workbook of seven sheets says the same posts seven times, which counts once. The second row of a sheet
-- explains its headers, and has neither id nor moment. Moments carry no zone; they are read as the page's own, of the
-- United Kingdom (whether they are the page's or Pacific time was not seen at the vendor).
select
    _row,
    post_id as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    posted as sent_at,
    post_id as thread_id
from source
