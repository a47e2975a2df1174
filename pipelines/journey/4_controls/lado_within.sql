/*---
question = "Was each allegation against staff referred to the LADO in time?"
rule = "An allegation against staff is referred to the LADO within {working_days}"
grain = "one reported allegation against a member of staff or a governor"
case_kind = "allegation"
judged_on = "the local day on which it was reported"
dataset = "incidents"
open = "missed once due, pending before"
no_data = "Hand in the incident record for the period, with whose conduct it was and to whom it was referred, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.working_days]
type = "integer"
required = true
unit = "working days"
meaning = "the time set; the day of the report is day 0, and it lasts to the end of the last day"

[parameters.category]
type = "list"
allowed_from = "incidents.category"
default = "contact_with_learner+online_abuse_of_learner+harassment+discrimination+compromising_image+illegal_content"
meaning = "the categories of incident that call for it where a learner is affected, of the contract's list, joined by '+'"

[sentences]
met = "Reported {began_at} and referred to the LADO; assessed: {done_at}."
missed = "Reported {began_at}, to be referred to the LADO by {due_at}; referred and assessed: {done_at}. The wait: {value}."
pending = "Reported {began_at}; to be referred to the LADO by {due_at}."
---*/
-- An allegation is an incident by staff or a governor that harms a learner and is no low-level concern (severity low), and any
-- other by them that was referred to the LADO. The record says to whom an incident was referred, not when: the initial
-- assessment, which brings in the agencies, stands for it. A referral without an assessment is taken to be in time.
-- From warehouse.incidents, incident_categories, incident_referrals.
with

incidents_by_staff as (
    select
        incidents.*,
        referrals.incident_id is not null as is_referred
    from warehouse.incidents as incidents
    left join warehouse.incident_referrals as referrals
        on referrals.incident_id = incidents.incident_id
        and referrals.agency = 'lado'
    where incidents.source in ('staff', 'governor')
),

promises as (
    select distinct
        clause.school_id,
        clause.clause_id,
        incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_at as began_at,
        incidents.reported_on as began_on,
        case when incidents.is_referred then incidents.assessed_at end as done_at,
        case when incidents.is_referred then incidents.assessed_on end as done_on,
        clause.working_days,
        incidents.is_referred and incidents.assessed_at is null as is_kept
    from clause
    inner join incidents_by_staff as incidents
        on incidents.school_id = clause.school_id
        and incidents.reported_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
    where
        incidents.is_referred
        or (
            position('+' || categories.category || '+' in '+' || clause.category || '+') > 0
            and coalesce(incidents.affected, 'learner') = 'learner'
            and coalesce(incidents.severity, 'medium') <> 'low'
        )
)

select * from promises
