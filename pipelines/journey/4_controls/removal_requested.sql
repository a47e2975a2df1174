/*---
question = "Were staff asked to remove posts found unsuitable?"
rule = "Staff are asked to remove posts that are found unsuitable{working_days}"
grain = "one reported incident of something unsuitable that staff posted"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "neither removed nor asked for: pending for the working days given, then missed"
no_data = "Hand in the incident record for the period, with when removal was asked for, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.category]
type = "list"
allowed_from = "incidents.category"
default = """\
    staff_conduct+unprofessional_content+offensive_comment+discrimination+defamation+confidentiality+copyright+\
    image_without_permission+learner_image_elsewhere+compromising_image+missing_disclaimer+anonymous_post+\
    outside_own_school+logo_misuse+unsafe_link+age_inappropriate+prohibited_post"""
meaning = "the categories of incident that a post is removed for"

[parameters.working_days]
type = "integer"
default = 5
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; a request made later still counts"

[sentences]
met = "Reported {began_at}; removal was asked for, or the post removed, {done_at}, after {value}."
missed = "Reported {began_at}; no request to remove it is on record. Due by {due_at}; the wait: {value}."
pending = "Reported {began_at}; removal is to be asked for by {due_at}."
---*/
-- A post that was removed needs no request.
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
        coalesce(incidents.removal_requested_at, incidents.removed_at) as done_at,
        coalesce(incidents.removal_requested_on, incidents.removed_on) as done_on,
        clause.working_days,
        coalesce(incidents.removal_requested_at, incidents.removed_at) is not null as is_kept
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
        and incidents.source = 'staff'
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and position('+' || categories.category || '+' in '+' || clause.category || '+') > 0
)

select * from promises
