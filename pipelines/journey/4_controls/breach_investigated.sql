/*---
question = "Was each breach investigated?"
rule = "Every breach by {source}{channel} is investigated{working_days}"
grain = "one reported incident of conduct that the clause is about"
case_kind = "incident"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "not investigated: pending for the working days given, then missed"
no_data = "Hand in the incident record for the period, with when each was investigated, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.source]
type = "list"
allowed_from = "incidents.source"
default = "staff"
meaning = "whose conduct counts; an incident that does not say is not judged"

[parameters.channel]
type = "text"
allowed_from = "incidents.channel"
says = { official = " on an account of the school", personal = " on a personal account" }
meaning = "where; where left out, anywhere. An incident that does not say where counts"

[parameters.working_days]
type = "integer"
default = 20
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; an investigation made later still counts"

[sentences]
met = "Reported {began_at}; investigated on {done_on}, after {value}."
missed = "Reported {began_at}; no investigation is on record. Due by {due_at}; the wait: {value}."
pending = "Reported {began_at}; to be investigated by {due_at}. Waiting for {value} so far."
---*/
-- From warehouse.incidents.
with

promises as (
    select
        clause.school_id,
        clause.clause_id,
        incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_at as began_at,
        incidents.reported_on as began_on,
        incidents.investigated_on as done_on,
        clause.working_days,
        incidents.investigated_on is not null as is_kept
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
        and position('+' || incidents.source || '+' in '+' || clause.source || '+') > 0
        and coalesce(clause.channel = incidents.channel, true)
)

select * from promises
