/*---
title = "X archive: direct messages"
vendor = "X"
evidence = "P"
reader = "json"
table = "activity"
whose = "account"
sides = "both"
name_hints = ["direct-message*.js"]
records = "[*].dmConversation.messages[*].messageCreate"
never = ["text", "urls", "mediaUrls", "reactions", "editHistory"]

[gives_way]
"direct-messages.js" = "direct-message-headers.js"
"direct-messages-group.js" = "direct-message-group-headers.js"

[companions.own_user_id]
file = "account.js"
path = "[*].account.accountId"

[columns.id]
required = true

[columns.sender_id]
aliases = ["senderId"]
required = true

[columns.recipient_id]
aliases = ["recipientId"]
optional = true

[columns.created_at]
aliases = ["createdAt"]
type = "timestamp"
written = "iso"
required = true

[columns.conversation_id]
aliases = ["$[*].dmConversation.conversationId"]
required = true
---*/
-- Grain: one direct message. direct-message-headers.js holds all that is read here and no text: it is enough. Which user is
-- the account: account.js beside it says; else the one user who is in every conversation of two. A conversation's id is made
-- of the users' ids, so it is kept as a pseudonym.
with members as (
    select distinct
        conversation_id,
        unnest([sender_id, recipient_id]) as user_id
    from source
    where recipient_id is not null
),

in_every_conversation as (
    select user_id
    from members
    group by user_id
    having count(*) = (select count(distinct conversation_id) from members)
),

owner as (
    select case when count(*) = 1 then min(user_id) end as user_id
    from in_every_conversation
),

sides as (
    select
        source.*,
        coalesce(source.own_user_id, owner.user_id) as account_user_id,
        source.sender_id = coalesce(source.own_user_id, owner.user_id) as is_outbound
    from source
    cross join owner
)

select
    _row,
    id as item_id,
    _account_id as account_id,
    'message' as kind,
    case when is_outbound then 'outbound' else 'inbound' end as direction,
    created_at as sent_at,
    pseudonym(conversation_id) as thread_id,
    case when not is_outbound then sender_id end as author_id,
    case
        when account_user_id is null
            then 'which of the two users is the account cannot be told: put account.js of the archive beside this file'
    end as _fault
from sides
