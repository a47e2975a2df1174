/*---
title = "Front: messages"
vendor = "Front"
evidence = "P"
reader = ["csv", "xlsx"]
table = "activity"
whose = "account"
sides = "both"
never = [
    "Author", "Assignee", "Contact name", "Contact handle", "Account names", "From", "To", "Cc", "Bcc", "Extract", "Subject",
]

[series]

[columns.message_id]
required = true

[columns.conversation_id]
required = true

[columns.direction]
required = true

[columns.message_date]
type = "timestamp"
written = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "iso"]
required = true

[columns.autoreply]
type = "boolean"
---*/
-- Grain: one message; a message that belongs to several segments of a conversation has a row for each. The zone is chosen when
-- the export is made, and is UTC where none is: leave it so, the file does not say.
select
    min(_row) as _row,
    message_id as item_id,
    _account_id as account_id,
    'message' as kind,
    lower(direction) as direction,
    message_date as sent_at,
    conversation_id as thread_id,
    coalesce(autoreply, false) as automatic
from source
group by all
