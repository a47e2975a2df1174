/*---
title = "Zendesk tickets"
vendor = "Zendesk"
evidence = "P"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "both"
name_hints = ["export-*.csv"]
never = [
    "Requester", "Requester external id", "Requester email", "Requester domain", "Submitter", "Assignee", "Subject", "Tags",
    "Organization",
]

[series]

[columns.id]
required = true

[columns.requester_id]
optional = true

[columns.via]

[columns.created_at]
type = "timestamp"
written = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S %z"]
zone = "Europe/London"
required = true

[columns.first_reply_time_in_minutes]
type = "integer"
missing = ["-"]
---*/
-- Grain: one ticket, and its first reply where it has one. A ticket is an item from outside, its moment that of the first
-- public answer after so many minutes of the clock: the other figure, "within business hours", goes by a schedule that the
-- file does not hold. Moments carry no zone; they are read as those of the United Kingdom (not seen at the vendor).
select
    _row,
    id as item_id,
    _account_id as account_id,
    'message' as kind,
    'inbound' as direction,
    created_at as sent_at,
    id as thread_id,
    null as in_reply_to,
    requester_id as author_id
from source
union all
select
    _row,
    id || '/first reply' as item_id,
    _account_id as account_id,
    'reply' as kind,
    'outbound' as direction,
    created_at + to_minutes(first_reply_time_in_minutes) as sent_at,
    id as thread_id,
    id as in_reply_to,
    null as author_id
from source
where first_reply_time_in_minutes is not null
