/*---
question = "Was the rule broken?"
evidence = "breach"
rule = "No breach on record: {category}"
grain = "one incident of the category"
case_kind = "breach"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "nothing is open: a reported breach is a breach"
no_data = "Hand in a return for the incident record that covers the period, with the incidents or without any."
zero = "met"
unit = "breaches"

[parameters.category]
type = "list"
required = true
meaning = "the categories of incident that count"
allowed_from = "incidents.category"

[sentences]
missed = "Reported on {began_at}."
---*/
-- An incident counts once, however many of the categories it carries.
-- From warehouse.incidents, incident_categories.
with

breaches as (
    select distinct
        clause.school_id,
        clause.clause_id,
        incidents.incident_id,
        incidents.account_id,
        incidents.reported_on,
        incidents.reported_at
    from clause
    inner join warehouse.incidents as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and position('+' || categories.category || '+' in '+' || clause.category || '+') > 0
),

cases as (
    select
        school_id,
        clause_id,
        incident_id as case_id,
        account_id,
        reported_on as judged_on,
        reported_at as began_at,
        'missed' as outcome,
        1 as value
    from breaches
)

select * from cases
