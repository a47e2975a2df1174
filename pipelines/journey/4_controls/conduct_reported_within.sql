/*---
question = "Was unacceptable conduct reported in time?"
rule = "Unacceptable conduct{source}{channel} is reported{to} within {working_days}{working_hours}{category}"
grain = "one reported incident of the conduct that the clause is about"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "a report that has not reached whom the policy names: missed once due, pending before"
no_data = "Hand in the incident record for the period, with when each occurred, or a nil return."
zero = "not_applicable"
unit = "working days, school days or working hours"
one_of = [["working_days", "working_hours"]]

[parameters.working_days]
type = "integer"
unit = "{count}"
meaning = "the promise in days; the day on which it occurred is day 0, and the promise lasts to the end of the last day"

[parameters.working_hours]
type = "number"
unit = "working hours"
meaning = "the promise in the school's opening hours on school days"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count: every weekday that is no bank holiday, or school days only"

[parameters.category]
type = "list"
allowed_from = "incidents.category"
says = ": {value}"
meaning = "the categories of incident that count; where left out, all do"

[parameters.source]
type = "list"
allowed_from = "incidents.source"
says = " by {value}"
meaning = "whose conduct counts; where left out, anybody's does"

[parameters.channel]
type = "text"
allowed_from = "incidents.channel"
says = { official = " on an account of the school", personal = " on a personal account" }
meaning = "where; where left out, anywhere. An incident that does not say where counts"

[parameters.to]
type = "text"
allowed = ["headteacher", "leader"]
says = { headteacher = " to the headteacher", leader = " to a leader or the business manager" }
meaning = "who is to be told; where left out, anybody. A report that does not say to whom it was made counts"

[sentences]
met = "Occurred {began_at}; reported {done_at}, after {value}."
missed = "Occurred {began_at}, to be reported by {due_at}; reported: {done_at}. The wait: {value}."
pending = "Occurred {began_at}; due by {due_at}. Not yet reported to whom the policy names."
---*/
-- An incident that does not say when it occurred, says after it was reported, or says before the calendar begins, is not
-- judged: its wait is not known.
-- From warehouse.incidents, incident_categories.
with

reports_weighed as (
    select distinct
        clause.school_id,
        clause.clause_id,
        clause.working_days,
        clause.working_hours,
        clause.count as counts,
        incidents.incident_id,
        incidents.account_id,
        incidents.occurred_at,
        incidents.occurred_on,
        incidents.occurred_minute,
        incidents.reported_at,
        incidents.reported_on,
        incidents.reported_minute,
        case
            when clause.to is null or incidents.reported_to_role is null then true
            when clause.to = 'headteacher' then incidents.reported_to_role in ('headteacher', 'principal')
            else incidents.reported_to_role in (
                'headteacher', 'principal', 'deputy_headteacher', 'senior_leader', 'dsl', 'business_manager'
            )
        end as is_to_whom
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and position(
            '+' || categories.category || '+' in '+' || coalesce(clause.category, categories.category) || '+'
        ) > 0
    where
        incidents.occurred_at <= incidents.reported_at
        and (clause.source is null or position('+' || incidents.source || '+' in '+' || clause.source || '+') > 0)
        and coalesce(clause.channel = incidents.channel, true)
),

promises as (
    select
        school_id,
        clause_id,
        incident_id as case_id,
        account_id,
        reported_on as judged_on,
        occurred_at as began_at,
        occurred_on as began_on,
        occurred_minute as began_minute,
        case when is_to_whom then reported_at end as done_at,
        case when is_to_whom then reported_on end as done_on,
        case when is_to_whom then reported_minute end as done_minute,
        working_days,
        working_hours,
        counts
    from reports_weighed
)

select * from promises
