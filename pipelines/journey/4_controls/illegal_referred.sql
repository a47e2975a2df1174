/*---
question = "Was conduct considered illegal referred?"
rule = "Conduct considered illegal is referred; what counts is {agencies}{working_days}"
grain = "one reported incident that is considered illegal"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "without a referral: pending for the working days given, then missed"
no_data = "Hand in the incident record for the period, with what is considered illegal, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.agencies]
type = "list"
allowed_from = "incidents.referred_to"
required = true
meaning = "a referral to any of these counts"

[parameters.agencies.says]
police = "the police"
ceop = "CEOP"
lado = "the LADO"
local_authority = "the local authority"
iwf = "the IWF"
ico = "the ICO"
esafety_helpline = "the online safety helpline"
other = "another agency"

[parameters.working_days]
type = "integer"
default = 1
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; a referral made later still counts"

[sentences]
met = "Reported {began_at}, considered illegal, and referred."
missed = "Reported {began_at} and considered illegal; no referral that counts is on record. Due by {due_at}."
pending = "Reported {began_at} and considered illegal; to be referred by {due_at}."
---*/
-- The record says to whom an incident was referred, not when.
-- From warehouse.incidents, incident_referrals.
with

referrals_that_count as (
    select distinct
        clause.clause_id,
        clause.in_force_from,
        referrals.incident_id
    from clause
    inner join warehouse.incident_referrals as referrals
        on referrals.school_id = clause.school_id
        and position('+' || referrals.agency || '+' in '+' || clause.agencies || '+') > 0
),

promises as (
    select
        clause.school_id,
        clause.clause_id,
        incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_at as began_at,
        incidents.reported_on as began_on,
        clause.working_days,
        referrals.incident_id is not null as is_kept
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    left join referrals_that_count as referrals
        on referrals.clause_id = clause.clause_id
        and referrals.in_force_from = clause.in_force_from
        and referrals.incident_id = incidents.incident_id
    where incidents.illegal
)

select * from promises
