/*---
title = "X analytics, one row per post (to 2024)"
vendor = "X"
evidence = "F"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "outbound"
name_hints = ["tweet_activity_metrics_*"]
leave_out = "starts_with(tweet_text, '@')"
never = ["Tweet text"]

[series]
name = '_(\d{8})_(\d{8})(?=[_.])'
written = "%Y%m%d"
last_is_left_out = true

[columns.tweet_id]
required = true

[columns.tweet_permalink]

[columns.time]
type = "timestamp"
written = ["%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S%z"]
required = true

[columns.tweet_text]
---*/
-- Grain: one post. Replies (texts that begin with @) do not say what they answer, and the archive does: they are left out,
-- so that none stands in the archive's way. Months follow each other in files of their own: the end in a file's name is the
-- first day that is not in it.
select
    _row,
    tweet_id as item_id,
    _account_id as account_id,
    'post' as kind,
    'outbound' as direction,
    time as sent_at,
    tweet_id as thread_id,
    case
        when not regexp_full_match(tweet_id, '\d+') then 'the post''s id is no whole number: a spreadsheet shortened it'
    end as _fault
from source
