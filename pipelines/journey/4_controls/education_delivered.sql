/*---
question = "Were learners, or parents, taught safe and responsible use?"
rule = "{audience} have had a session{minimum_age}{expert} in the last {months}"
grain = "the school's programme for one audience"
case_kind = "programme"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "education"
open = "pending until what is known reaches back far enough, then missed"
no_data = "Hand in the sessions held, or a nil return for the period."
zero = "no_data"
unit = "sessions"
state = true

[parameters.audience]
type = "text"
allowed_from = "education.audience"
required = true
says = { learners = "learners", parents = "parents and carers" }
meaning = "whom the session was for"

[parameters.months]
type = "integer"
default = 12
unit = "months"
meaning = "where the policy names no interval: how long a session counts"

[parameters.minimum_age]
type = "boolean"
default = false
says = { true = " that covers the minimum ages of applications", false = "" }
meaning = "whether only sessions count that cover the minimum age of each application"

[parameters.expert]
type = "boolean"
default = false
says = { true = " led by an expert", false = "" }
meaning = "whether only sessions count that an expert led"

[sentences]
met = "On {judged_on} there had been {value} in the time that counts, the latest on {began_on}."
missed = "On {judged_on} there was no session in the time that counts; one was due by {due_at}."
pending = "No session yet; due by {due_at}."
---*/
-- From warehouse.education, mart.judging_days, judged_datasets.
with

days as (
    select
        clause.school_id,
        clause.clause_id,
        clause.audience,
        clause.minimum_age,
        clause.expert,
        clause.months,
        clause.in_force_from,
        days.judged_on,
        cast(days.judged_on - clause.months * interval '1' month as date) as counts_from
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
),

sessions_counted as (
    select
        days.clause_id,
        days.school_id,
        days.judged_on,
        count(*) filter (where sessions.held_on >= days.counts_from) as session_count,
        max(sessions.held_on) as latest_on
    from days
    inner join warehouse.education as sessions
        on sessions.school_id = days.school_id
        and sessions.audience = days.audience
        and sessions.held_on <= days.judged_on
    where
        (coalesce(sessions.minimum_age_covered, false) or not days.minimum_age)
        and (coalesce(sessions.led_by_expert, false) or not days.expert)
    group by days.clause_id, days.school_id, days.judged_on
),

counts_joined as (
    select
        days.*,
        coalesce(sessions.session_count, 0) as session_count,
        coalesce(sessions.latest_on, known.known_from) as latest_on,
        coalesce(known.is_covered, false) as is_covered
    from days
    left join sessions_counted as sessions
        on sessions.school_id = days.school_id
        and sessions.clause_id = days.clause_id
        and sessions.judged_on = days.judged_on
    left join mart.judged_datasets as known
        on known.school_id = days.school_id
        and known.dataset = 'education'
        and known.judged_on = days.judged_on
),

programmes_judged as (
    select
        *,
        case when session_count > 0 then latest_on else greatest(latest_on, in_force_from) end as began_on,
        case
            when session_count > 0 then 'met'
            when not is_covered then null
            when greatest(latest_on, in_force_from) >= counts_from then 'pending'
            else 'missed'
        end as outcome
    from counts_joined
),

cases as (
    select
        school_id,
        clause_id,
        audience || '@' || cast(judged_on as string) as case_id,
        judged_on,
        began_on,
        cast(began_on + months * interval '1' month as date) as due_on,
        outcome,
        session_count as value
    from programmes_judged
    where outcome is not null
)

select * from cases
