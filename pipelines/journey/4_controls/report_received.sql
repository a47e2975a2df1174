/*---
question = "Did those who oversee the school receive a report?"
rule = "{audience} has received a report in the last {months}"
grain = "the school's reporting to one audience"
case_kind = "reporting"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "reports"
open = "pending until what is known reaches back far enough, then missed"
no_data = "Hand in the reports presented, or a nil return for the period."
zero = "no_data"
unit = "reports"
state = true

[parameters.audience]
type = "text"
allowed_from = "reports.audience"
required = true
meaning = "who receives the report"

[parameters.audience.says]
board = "the board of directors"
local_governing_body = "the local governing body"
safeguarding_governor = "the safeguarding governor"
headteacher = "the headteacher"

[parameters.months]
type = "integer"
default = 4
unit = "months"
meaning = "where the policy says no more than 'regular': how long a report counts; four months let one a term do"

[sentences]
met = "On {judged_on} there had been {value} in the time that counts, the latest on {began_on}."
missed = "On {judged_on} there was no report in the time that counts; one was due by {due_at}."
pending = "No report yet; due by {due_at}."
---*/
-- A report on the whole trust counts for each of its schools.
-- From warehouse.reports, mart.judging_days, judged_datasets.
with

days as (
    select
        clause.school_id,
        clause.clause_id,
        clause.audience,
        clause.months,
        clause.in_force_from,
        days.judged_on,
        cast(days.judged_on - clause.months * interval '1' month as date) as counts_from
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
),

reports_counted as (
    select
        days.school_id,
        days.clause_id,
        days.judged_on,
        count(*) filter (where reports.presented_on >= days.counts_from) as report_count,
        max(reports.presented_on) as latest_on
    from days
    inner join warehouse.reports as reports
        on reports.school_id = days.school_id
        and reports.audience = days.audience
        and reports.presented_on <= days.judged_on
    group by days.school_id, days.clause_id, days.judged_on
),

counts_joined as (
    select
        days.*,
        coalesce(reports.report_count, 0) as report_count,
        coalesce(reports.latest_on, known.known_from) as latest_on,
        coalesce(known.is_covered, false) as is_covered
    from days
    left join reports_counted as reports
        on reports.school_id = days.school_id
        and reports.clause_id = days.clause_id
        and reports.judged_on = days.judged_on
    left join mart.judged_datasets as known
        on known.school_id = days.school_id
        and known.dataset = 'reports'
        and known.judged_on = days.judged_on
),

reporting_judged as (
    select
        *,
        case when report_count > 0 then latest_on else greatest(latest_on, in_force_from) end as began_on,
        case
            when report_count > 0 then 'met'
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
        report_count as value
    from reporting_judged
    where outcome is not null
)

select * from cases
