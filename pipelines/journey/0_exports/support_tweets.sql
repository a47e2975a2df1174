/*---
title = "Customer support tweets, one table of both sides"
vendor = "X"
evidence = "F"
reader = ["csv", "xlsx"]
table = "activity"
whose = "file"
sides = "both"
name_hints = ["*twcs*"]
never = ["text"]

[columns.tweet_id]
required = true

[columns.author_id]
required = true

[columns.inbound]
type = "boolean"
required = true

[columns.created_at]
type = "timestamp"
written = "%a %b %d %H:%M:%S %z %Y"
required = true

[columns.text]

[columns.response_tweet_id]
optional = true

[columns.in_response_to_tweet_id]
---*/
-- Grain: one tweet, for the account (a brand's handle) that it is from or for. The text is looked at for one thing, which
-- account it names first, and goes no further. Tweets that customers send each other are for no account and are left out.
with recursive tweets as (
    select
        _row,
        tweet_id,
        author_id,
        inbound,
        created_at,
        split_part(in_response_to_tweet_id, '.', 1) as answers_id,
        list_transform(regexp_extract_all(text, '@(\w+)', 1), lambda handle: lower(handle)) as handles_named
    from source
),

accounts as (
    select distinct author_id as account_id from tweets where not inbound
),

answered_by as (
    select
        answer.answers_id as tweet_id,
        arg_min(answer.author_id, answer.created_at) as account_id
    from tweets as answer
    where not answer.inbound and answer.answers_id is not null
    group by answer.answers_id
),

written_to as (
    select
        tweet.tweet_id,
        answered.author_id as account_id
    from tweets as tweet
    inner join tweets as answered on tweet.answers_id = answered.tweet_id
    where tweet.inbound and not answered.inbound
),

names_unnested as (
    select
        tweet_id,
        unnest(handles_named) as handle,
        generate_subscripts(handles_named, 1) as place
    from tweets
    where inbound
),

named_first as (
    select
        named.tweet_id,
        arg_min(accounts.account_id, named.place) as account_id
    from names_unnested as named
    inner join accounts on named.handle = lower(accounts.account_id)
    group by named.tweet_id
),

ancestors as (
    select
        tweet_id,
        tweet_id as ancestor_id
    from tweets
    union
    select
        ancestors.tweet_id,
        parent.answers_id as ancestor_id
    from ancestors
    inner join tweets as parent on ancestors.ancestor_id = parent.tweet_id
    where parent.answers_id is not null
),

roots as (
    select
        ancestors.tweet_id,
        min(ancestors.ancestor_id) as root_id
    from ancestors
    left join tweets as ancestor on ancestors.ancestor_id = ancestor.tweet_id
    where ancestor.answers_id is null
    group by ancestors.tweet_id
),

customers as (
    select
        tweets.tweet_id,
        case when tweets.inbound then tweets.author_id else answered.author_id end as customer_id
    from tweets
    left join tweets as answered on tweets.answers_id = answered.tweet_id and answered.inbound
)

select
    tweets._row,
    tweets.tweet_id as item_id,
    case
        when tweets.inbound
            then coalesce(answered_by.account_id, written_to.account_id, named_first.account_id)
        else tweets.author_id
    end as account_id,
    case when tweets.inbound then 'comment' when tweets.answers_id is null then 'post' else 'reply' end as kind,
    case when tweets.inbound then 'inbound' else 'outbound' end as direction,
    tweets.created_at as sent_at,
    concat_ws(':', coalesce(roots.root_id, tweets.tweet_id), pseudonym(customers.customer_id)) as thread_id,
    tweets.answers_id as in_reply_to,
    case when tweets.inbound then tweets.author_id end as author_id
from tweets
left join answered_by on tweets.tweet_id = answered_by.tweet_id
left join written_to on tweets.tweet_id = written_to.tweet_id
left join named_first on tweets.tweet_id = named_first.tweet_id
left join roots on tweets.tweet_id = roots.tweet_id
left join customers on tweets.tweet_id = customers.tweet_id
where not tweets.inbound or coalesce(answered_by.account_id, written_to.account_id, named_first.account_id) is not null
