/*---
title = "YouTube Studio: table of videos"
vendor = "YouTube"
evidence = "F"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "outbound"
name_hints = ["Table data*"]
leave_out = "content = 'Total'"
never = ["Video title"]

[columns.content]
required = true

[columns.video_publish_time]
type = "timestamp"
written = ["%b %d, %Y", "%Y-%m-%d"]
zone = "Europe/London"
required = true
---*/
-- Grain: one video. The export gives the day only, so its moment is the beginning of the day. An id that begins with a hyphen
-- is written with a space before it. Tables by another dimension (geography, ...) name no video and are not this.
select
    _row,
    content as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    video_publish_time as sent_at,
    content as thread_id
from source
