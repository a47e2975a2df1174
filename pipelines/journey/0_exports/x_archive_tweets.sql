/*---
title = "X archive: tweets"
vendor = "X"
evidence = "F"
reader = "json"
table = "activity"
whose = "account"
sides = "answered_only"
name_hints = ["tweets*.js", "tweet.js"]
records = ["[*].tweet", "[*]"]
never = ["full_text", "entities", "extended_entities", "source"]

[companions.own_user_id]
file = "account.js"
path = "[*].account.accountId"

[columns.id_str]
required = true

[columns.created_at]
type = "timestamp"
written = "%a %b %d %H:%M:%S %z %Y"
required = true

[columns.full_text]
aliases = ["text"]

[columns.in_reply_to_status_id_str]
optional = true

[columns.in_reply_to_user_id_str]
optional = true
---*/
-- Grain: one tweet of the account, and one item for each tweet of somebody else that it answered. Those are not in the archive, but
-- a tweet's id holds the moment it was sent. So only what was answered is known: this gives waits, never a share answered.
-- Retweets and the account's answers to itself are left out. Ids given before November 2010 hold no moment.
with own_tweets as (
    select
        _row,
        _account_id,
        id_str as item_id,
        created_at,
        in_reply_to_status_id_str as answers_id,
        in_reply_to_user_id_str as answers_user_id
    from source
    where not starts_with(coalesce(full_text, ''), 'RT @')
),

own_user_ids as (
    select distinct answering.answers_user_id as user_id
    from own_tweets as answering
    inner join own_tweets as answered on answering.answers_id = answered.item_id
    union
    select own_user_id as user_id from source
),

outbound as (
    select
        *,
        case
            when try_cast(answers_id as bigint) > 29700859247
                then epoch_ms((cast(answers_id as bigint) >> 22) + 1288834974657)
        end as answered_sent_at
    from own_tweets
    where
        answers_user_id is null
        or (
            answers_user_id not in (select user_id from own_user_ids where user_id is not null)
            and coalesce(answers_id not in (select item_id from own_tweets), true)
        )
)

select
    _row,
    item_id,
    _account_id as account_id,
    case when answers_id is null then 'post' else 'reply' end as kind,
    'outbound' as direction,
    created_at as sent_at,
    coalesce(answers_id, item_id) as thread_id,
    answers_id as in_reply_to,
    null as author_id
from outbound
union all
select
    _row,
    answers_id as item_id,
    _account_id as account_id,
    'comment' as kind,
    'inbound' as direction,
    answered_sent_at as sent_at,
    answers_id as thread_id,
    null as in_reply_to,
    answers_user_id as author_id
from outbound
where answered_sent_at <= created_at + interval 1 second
