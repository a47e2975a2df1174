/*---
question = "Was a person who was abused offered support?"
rule = "Whoever was abused is offered support{working_days}"
grain = "one reported incident in which a person was abused"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "without an offer: pending for the working days given, then missed"
no_data = "Hand in the incident record for the period, with whether support was offered, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.category]
type = "list"
allowed_from = "incidents.category"
default = "harassment+abuse_of_staff+discrimination+online_abuse_of_learner+pestering"
meaning = "the categories of incident that are abuse of a person"

[parameters.working_days]
type = "integer"
default = 5
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; an offer made later still counts"

[sentences]
met = "Reported {began_at}; support was offered."
missed = "Reported {began_at}; no offer of support is on record. Due by {due_at}."
pending = "Reported {began_at}; support is to be offered by {due_at}."
---*/
-- An incident that affected the school itself, or nobody, leaves nobody to support. The record has no date for the offer.
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
        coalesce(incidents.support_offered, false) as is_kept
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and position('+' || categories.category || '+' in '+' || clause.category || '+') > 0
    where coalesce(incidents.affected, 'learner') not in ('school', 'none')
)

select * from promises
