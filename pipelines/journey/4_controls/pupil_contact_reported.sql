/*---
question = "Was a pupil's message to a personal account reported in time?"
rule = "A pupil's message to a personal account is reported to {to} within {working_days}{working_hours}"
grain = "one incident of the category pupil contact"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "missed once due, pending before"
no_data = "Hand in the incident record for the period, with when the safeguarding lead was told, or a nil return."
zero = "not_applicable"
unit = "working days, school days or working hours"
one_of = [["working_days", "working_hours"]]

[parameters.working_days]
type = "integer"
unit = "{count}"
meaning = "the promise in days; the day of the message is day 0, and the promise lasts to the end of the last day"

[parameters.working_hours]
type = "number"
unit = "working hours"
meaning = "the promise in the school's opening hours on school days"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count: every weekday that is no bank holiday, or school days only"

[parameters.to]
type = "text"
allowed = ["dsl", "dsl_or_leader"]
default = "dsl_or_leader"
says = { dsl = "the safeguarding lead", dsl_or_leader = "the safeguarding lead or a senior leader" }
meaning = "who is to be told"

[sentences]
met = "The message came {began_at}; reported {done_at}, after {value}."
missed = "The message came {began_at}, to be reported by {due_at}; reported: {done_at}. The wait: {value}."
pending = "The message came {began_at}; to be reported by {due_at}."
---*/
-- The clock starts when the message came; where that is not recorded, when the incident was. It stops when the safeguarding
-- lead was told, or with the report itself where that was made to somebody whom the clause names. One from before the calendar
-- is not judged.
-- From warehouse.incidents, incident_categories.
with

messages as (
    select
        clause.clause_id,
        clause.working_days,
        clause.working_hours,
        clause.count as counts,
        incidents.*,
        coalesce(
            incidents.reported_to_role = 'dsl'
            or (
                clause.to = 'dsl_or_leader'
                and incidents.reported_to_role in ('headteacher', 'principal', 'deputy_headteacher', 'senior_leader')
            ),
            false
        )
        and coalesce(incidents.reported_at <= incidents.dsl_informed_at, true) as is_told_by_report
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and categories.category = 'pupil_contact'
),

promises as (
    select
        school_id,
        clause_id,
        incident_id as case_id,
        account_id,
        reported_on as judged_on,
        coalesce(occurred_at, reported_at) as began_at,
        coalesce(occurred_on, reported_on) as began_on,
        coalesce(occurred_minute, reported_minute) as began_minute,
        case when is_told_by_report then reported_at else dsl_informed_at end as done_at,
        case when is_told_by_report then reported_on else dsl_informed_on end as done_on,
        case when is_told_by_report then reported_minute else dsl_informed_minute end as done_minute,
        working_days,
        working_hours,
        counts
    from messages
)

select * from promises
