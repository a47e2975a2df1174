/*---
title = "Freshdesk tickets"
vendor = "Freshworks"
evidence = "P"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "both"
name_hints = ["*tickets*"]
never = ["Subject", "Agent", "Tags", "Full name", "Email", "Work phone", "Mobile phone", "Contact ID"]

[series]

[columns.ticket_id]
required = true

[columns.source]
optional = true

[columns.created_time]
type = "timestamp"
written = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"]
zone = "Europe/London"
required = true

[columns.initial_response_time]
type = "timestamp"
written = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"]
zone = "Europe/London"
---*/
-- Grain: one ticket, and its first response where it has one. The column of hours to the first response is often empty and may
-- count business hours, so it is not read. A ticket that an agent opened ("Outbound Email") waits for nobody: left out.
-- Moments carry no zone; they are read as those of the United Kingdom (not seen at the vendor).
select
    _row,
    ticket_id as item_id,
    _account_id as account_id,
    'message' as kind,
    'inbound' as direction,
    created_time as sent_at,
    ticket_id as thread_id,
    null as in_reply_to,
    case
        when initial_response_time < created_time then 'the first response stands before the ticket was created'
    end as _fault
from source
where coalesce(lower(source), '') <> 'outbound email'
union all
select
    _row,
    ticket_id || '/first response' as item_id,
    _account_id as account_id,
    'reply' as kind,
    'outbound' as direction,
    initial_response_time as sent_at,
    ticket_id as thread_id,
    ticket_id as in_reply_to,
    null as _fault
from source
where initial_response_time >= created_time and coalesce(lower(source), '') <> 'outbound email'
