/*---
question = "Was it decided in time whether to tell the ICO of a personal data breach?"
rule = "Whether to tell the ICO of a personal data breach is decided within {hours}"
grain = "one reported personal data breach"
case_kind = "data breach"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "missed once due, pending before"
no_data = "Hand in the incident record for the period, with when each was assessed, or a nil return."
zero = "not_applicable"
unit = "hours"

[parameters.hours]
type = "number"
required = true
unit = "hours"
meaning = "the time set, by the clock: nights, weekends and holidays count"

[sentences]
met = "Reported {began_at}; decided: {done_at}."
missed = "Reported {began_at}, to be decided by {due_at}; decided: {done_at}. The wait: {value}."
pending = "Reported {began_at}; to be decided by {due_at}."
---*/
-- The initial assessment is the decision. The record says to whom an incident was referred, not when: a referral to the ICO
-- without an assessment is taken to be in time.
-- From warehouse.incidents, incident_categories, incident_referrals.
with

promises as (
    select
        clause.school_id,
        clause.clause_id,
        incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_at as began_at,
        incidents.reported_on as began_on,
        incidents.reported_minute as began_minute,
        incidents.assessed_at as done_at,
        incidents.assessed_on as done_on,
        incidents.assessed_minute as done_minute,
        clause.hours,
        referrals.incident_id is not null and incidents.assessed_at is null as is_kept
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and categories.category = 'data_breach'
    left join warehouse.incident_referrals as referrals
        on referrals.incident_id = incidents.incident_id
        and referrals.agency = 'ico'
)

select * from promises
