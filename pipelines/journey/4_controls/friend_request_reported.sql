/*---
question = "Was a pupil's friend request declined, and discussed or reported?"
rule = "A pupil's friend request is declined, and discussed or reported to a leader{working_days}"
grain = "one incident of the category friend request"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "not declined, discussed or reported: pending for the working days given, then missed"
no_data = "Hand in the incident record for the period, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.working_days]
type = "integer"
default = 5
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; what is done later still counts"

[sentences]
met = "Recorded {began_at}; discussed or reported {done_at}."
missed = "Recorded {began_at}; accepted, or neither discussed nor reported to a leader by {due_at}."
pending = "Recorded {began_at}; to be discussed, or reported to a leader, by {due_at}."
---*/
-- It is reported when the report was made to a leader, the business manager or the safeguarding lead, or when the latter was
-- told; it is discussed when it was assessed. A request that led to contact with the learner was not declined.
-- From warehouse.incidents, incident_categories.
with

requests as (
    select
        incident_id,
        bool_or(category = 'contact_with_learner') as is_accepted
    from warehouse.incident_categories
    group by incident_id
    having bool_or(category = 'friend_request')
),

reports_weighed as (
    select
        clause.clause_id,
        clause.working_days,
        incidents.*,
        requests.is_accepted,
        coalesce(
            incidents.reported_to_role in (
                'headteacher', 'principal', 'deputy_headteacher', 'senior_leader', 'dsl', 'business_manager'
            ),
            false
        ) as is_to_leader
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join requests on requests.incident_id = incidents.incident_id
),

ends_known as (
    select
        *,
        case
            when is_accepted then null
            when is_to_leader then reported_at
            else coalesce(dsl_informed_at, assessed_at)
        end as ended_at,
        case
            when is_accepted then null
            when is_to_leader then reported_on
            else coalesce(dsl_informed_on, assessed_on)
        end as ended_on
    from reports_weighed
),

promises as (
    select
        school_id,
        clause_id,
        incident_id as case_id,
        account_id,
        reported_at as began_at,
        reported_on as began_on,
        ended_at as done_at,
        ended_on as done_on,
        working_days,
        ended_at is not null as is_kept
    from ends_known
)

select * from promises
