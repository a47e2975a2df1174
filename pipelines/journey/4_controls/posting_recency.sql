/*---
question = "Was each account kept up to date?"
rule = "In term, the latest post on each account is at most {days} old"
grain = "one account and week of term"
case_kind = "week"
judged_on = "the last school day of the week, and as-at in the week in progress"
dataset = "activity"
open = "pending until the week's last school day is over, then missed"
no_data = "Hand in the activity of the school's accounts for the period, or a nil return."
zero = "not_applicable"
unit = "days"

[parameters.days]
type = "integer"
required = true
unit = "days"
meaning = "how old the latest post may be on the last school day of a week"

[sentences]
met = "{account_id}: on {judged_on} the latest post was of {began_on}, {value} before."
missed = "{account_id}: on {judged_on} the latest post was of {began_on}, {value} before; the next was due by {due_at}."
pending = "{account_id}: the latest post is of {began_on}; the next is due by {due_at}."
---*/
-- Weeks without a school day are no gap. The day an account was opened counts as a post. A week is judged where the activity is
-- known both on its last school day and that many days before; otherwise only a post found counts. So it does where an export
-- of the account is missing for any of those days: the post may be in that one.
-- From mart.account_days, warehouse.school_days, activity, accounts, coverage, export_gaps, as_at.
with

weeks as (
    select
        days.school_id,
        days.week_start,
        max(days.on_date) as ends_on
    from warehouse.school_days as days
    cross join warehouse.as_at as as_at
    where days.is_school_day and days.week_start <= as_at.as_at_on
    group by days.school_id, days.week_start
),

posts as (
    select distinct
        account_id,
        sent_on
    from warehouse.activity
    where kind = 'post' and direction = 'outbound'
),

latest_posts as (
    select
        days.school_id,
        days.account_id,
        days.on_date,
        max(posts.sent_on) over (
            partition by days.account_id order by days.on_date
            rows between unbounded preceding and current row
        ) as posted_on
    from mart.account_days as days
    semi join clause on clause.school_id = days.school_id
    left join posts
        on posts.account_id = days.account_id
        and posts.sent_on = days.on_date
),

covered_days as (
    select distinct
        days.school_id,
        days.on_date
    from warehouse.school_days as days
    inner join warehouse.coverage as coverage
        on coverage.school_id = days.school_id
        and coverage.dataset = 'activity'
        and days.on_date between coverage.covers_from and coverage.covers_to
),

account_weeks as (
    select
        clause.school_id,
        clause.clause_id,
        clause.days,
        latest_posts.account_id,
        weeks.week_start,
        weeks.ends_on,
        latest_posts.on_date as judged_on,
        cast(weeks.ends_on - clause.days * interval '1' day as date) as earliest_on,
        coalesce(latest_posts.posted_on, accounts.opened_on) as posted_on,
        as_at.as_at_on
    from clause
    cross join warehouse.as_at as as_at
    inner join weeks
        on weeks.school_id = clause.school_id
    inner join latest_posts
        on latest_posts.school_id = weeks.school_id
        and latest_posts.on_date = least(weeks.ends_on, as_at.as_at_on)
        and latest_posts.on_date between clause.in_force_from and clause.in_force_to
    inner join warehouse.accounts as accounts
        on accounts.account_id = latest_posts.account_id
        and coalesce(accounts.closed_on, date '9999-12-31') > latest_posts.on_date
),

weeks_with_a_gap as (
    select distinct
        weeks.clause_id,
        weeks.account_id,
        weeks.week_start
    from account_weeks as weeks
    inner join warehouse.export_gaps as gaps
        on gaps.account_id = weeks.account_id
        and gaps.gap_from <= weeks.judged_on
        and gaps.gap_to >= weeks.earliest_on
),

weeks_judged as (
    select
        weeks.*,
        case
            when weeks.posted_on >= weeks.earliest_on then 'met'
            when first_days.on_date is null or gaps.account_id is not null then null
            when weeks.ends_on >= weeks.as_at_on then 'pending'
            when last_days.on_date is not null then 'missed'
        end as outcome
    from account_weeks as weeks
    left join covered_days as last_days
        on last_days.school_id = weeks.school_id
        and last_days.on_date = weeks.ends_on
    left join covered_days as first_days
        on first_days.school_id = weeks.school_id
        and first_days.on_date = weeks.earliest_on
    left join weeks_with_a_gap as gaps
        on gaps.clause_id = weeks.clause_id
        and gaps.account_id = weeks.account_id
        and gaps.week_start = weeks.week_start
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '@' || cast(week_start as string) as case_id,
        account_id,
        judged_on,
        posted_on as began_on,
        case when outcome = 'pending' then ends_on else cast(posted_on + days * interval '1' day as date) end as due_on,
        outcome,
        extract(day from cast(judged_on as timestamp) - cast(posted_on as timestamp)) as value
    from weeks_judged
    where outcome is not null
)

select * from cases
