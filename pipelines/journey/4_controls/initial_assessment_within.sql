/*---
question = "Did a leader make an initial assessment of each incident in time?"
rule = "Every incident is assessed{assessor} within {working_days}{working_hours}"
grain = "one reported incident"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "missed once due, pending before"
no_data = "Hand in the incident record for the period, or a nil return."
zero = "not_applicable"
unit = "working days, school days or working hours"
one_of = [["working_days", "working_hours"]]

[parameters.working_days]
type = "integer"
unit = "{count}"
meaning = "the promise in days; the day of the report is day 0, and the promise lasts to the end of the last day"

[parameters.working_hours]
type = "number"
unit = "working hours"
meaning = "the promise in the school's opening hours on school days"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count: every weekday that is no bank holiday, or school days only"

[parameters.assessor]
type = "text"
allowed = ["slt", "headteacher"]
says = { slt = " by a senior leader", headteacher = " by the headteacher" }
meaning = "who has to assess; where left out, anybody may. An assessment whose author is not recorded counts"

[sentences]
met = "Reported {began_at}; assessed {done_at}, after {value}."
missed = "Reported {began_at} and due by {due_at}; assessed: {done_at}. The wait: {value}."
pending = "Reported {began_at}; due by {due_at}. Waiting for {value} so far."
---*/
-- From warehouse.incidents.
with

assessments_weighed as (
    select
        clause.school_id,
        clause.clause_id,
        clause.working_days,
        clause.working_hours,
        clause.count as counts,
        incidents.incident_id,
        incidents.account_id,
        incidents.reported_at,
        incidents.reported_on,
        incidents.reported_minute,
        incidents.assessed_at,
        incidents.assessed_on,
        incidents.assessed_minute,
        case
            when clause.assessor is null or incidents.assessed_by_role is null then true
            when incidents.assessed_by_role in ('headteacher', 'principal') then true
            else clause.assessor = 'slt' and incidents.assessed_by_role in ('deputy_headteacher', 'senior_leader')
        end as is_by_assessor
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
),

promises as (
    select
        school_id,
        clause_id,
        incident_id as case_id,
        account_id,
        reported_at as began_at,
        reported_on as began_on,
        reported_minute as began_minute,
        case when is_by_assessor then assessed_at end as done_at,
        case when is_by_assessor then assessed_on end as done_on,
        case when is_by_assessor then assessed_minute end as done_minute,
        working_days,
        working_hours,
        counts
    from assessments_weighed
)

select * from promises
