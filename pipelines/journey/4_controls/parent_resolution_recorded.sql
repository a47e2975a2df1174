/*---
question = "After a parent's offensive comment, was the matter taken up with the parent?"
rule = "A parent who posts offensively is asked to remove it and offered a meeting, or referred to the complaints procedure{working_days}"
grain = "one reported incident of an offensive comment by a parent"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "neither way taken: pending for the working days given, then missed"
no_data = "Hand in the incident record for the period, with what was offered to parents, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.category]
type = "list"
allowed_from = "incidents.category"
default = "offensive_comment+parent_misuse+abuse_of_staff+defamation+harassment+discrimination"
meaning = "the categories of incident that are an offensive comment"

[parameters.working_days]
type = "integer"
default = 10
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; what is done later still counts"

[sentences]
met = "Reported {began_at}; removal was asked for and a meeting offered, or the complaints procedure taken."
missed = "Reported {began_at}; neither a request and a meeting nor the complaints procedure is on record. Due by {due_at}."
pending = "Reported {began_at}; to be taken up with the parent by {due_at}."
---*/
-- A comment that was removed needs no request. The record has no date for the complaints procedure.
-- From warehouse.incidents, incident_categories.
with

promises as (
    select distinct
        clause.school_id,
        clause.clause_id,
        incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_at as began_at,
        incidents.reported_on as began_on,
        clause.working_days,
        coalesce(incidents.complaint_procedure, false)
        or (
            coalesce(incidents.removal_requested_at, incidents.removed_at) is not null
            and incidents.meeting_offered_on is not null
        ) as is_kept
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
        and incidents.source = 'parent'
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and position('+' || categories.category || '+' in '+' || clause.category || '+') > 0
)

select * from promises
