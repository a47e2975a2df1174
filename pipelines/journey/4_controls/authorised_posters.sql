/*---
question = "Did only people with access post to the accounts?"
rule = "Only staff with access as manager or poster post to an account"
grain = "one person who posted or replied, per account and day"
case_kind = "day of posting"
judged_on = "the local day of the posts"
dataset = "activity"
open = "nothing is open: the access stood on the day, or not"
no_data = "Hand in the accounts' activity with who posted, and who has access to them."
zero = "no_data"
unit = "posts"

[sentences]
met = "{value} on {account_id} on {judged_on}, by somebody with access."
missed = "{value} on {account_id} on {judged_on}, by somebody without access."
---*/
-- Items without an author, and automatic ones, say nothing about who posted. Access on the day of its granting and of its end counts.
-- Where no access at all is recorded for a school, who may post is not known, and nothing is judged.
-- From warehouse.activity, account_access.
with

posting_days as (
    select
        school_id,
        account_id,
        author_id,
        sent_on,
        min(sent_at) as first_sent_at,
        count(*) as post_count
    from warehouse.activity
    where direction = 'outbound' and author_id is not null and not coalesce(automatic, false)
    group by school_id, account_id, author_id, sent_on
),

posting_days_bound as (
    select
        clause.school_id,
        clause.clause_id,
        days.account_id,
        days.author_id,
        days.sent_on,
        days.first_sent_at,
        days.post_count
    from clause
    inner join posting_days as days
        on days.school_id = clause.school_id
        and days.sent_on between clause.in_force_from and clause.in_force_to
    semi join warehouse.account_access as access on access.school_id = clause.school_id
),

access_looked_up as (
    select
        days.school_id,
        days.clause_id,
        days.account_id,
        days.author_id,
        days.sent_on,
        days.first_sent_at,
        days.post_count,
        count(access.person_id) as access_count
    from posting_days_bound as days
    left join warehouse.account_access as access
        on access.account_id = days.account_id
        and access.person_id = days.author_id
        and access.access in ('manager', 'poster')
        and days.sent_on between access.granted_on and coalesce(access.revoked_on, date '9999-12-31')
    group by all
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '/' || author_id || '/' || cast(sent_on as string) as case_id,
        account_id,
        sent_on as judged_on,
        first_sent_at as began_at,
        case when access_count > 0 then 'met' else 'missed' end as outcome,
        post_count as value
    from access_looked_up
)

select * from cases
