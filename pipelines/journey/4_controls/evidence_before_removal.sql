/*---
question = "Was evidence saved before something was removed?"
rule = "A permanent record is made before {kind} is removed"
grain = "one item removed in moderation, or one incident with something to remove"
case_kind = "removal"
judged_on = "the local day on which the item appeared, or the incident was reported"
dataset = "moderation"
open = "no evidence: pending while it is not removed yet, missed from the removal on"
no_data = "Hand in the moderation log and the incident record for the period, with when evidence was saved, or nil returns."
zero = "not_applicable"
unit = ""

[parameters.kind]
type = "text"
allowed = ["comment", "disparaging"]
default = "comment"
says = { comment = "a comment", disparaging = "content that disparages the school" }
meaning = "what counts: any item, or only what disparages the school (as an incident: defamation, or staff conduct)"

[sentences]
met = "Evidence was saved {done_at}; removed: {due_at}."
missed = "Removed {due_at}; evidence saved before that: none. First saved: {done_at}."
pending = "Not removed yet, and no evidence saved."
---*/
-- Deleting and hiding remove an item; several actions upon it are one case. An incident counts once removal was asked for or
-- something was removed.
-- From warehouse.moderation, incidents, incident_categories.
with

disparaging_incidents as (
    select distinct incident_id
    from warehouse.incident_categories
    where category in ('defamation', 'staff_conduct')
),

removals as (
    select
        school_id,
        'moderation/' || account_id || '/' || coalesce(item_id, action_id) as case_id,
        account_id,
        min(posted_on) as began_on,
        min(posted_at) as began_at,
        min(case when action in ('deleted', 'hidden') then acted_at end) as removed_at,
        min(evidence_saved_at) as evidence_saved_at,
        bool_or(category = 'disparaging') as is_disparaging
    from warehouse.moderation
    group by school_id, account_id, coalesce(item_id, action_id)
    having bool_or(action in ('deleted', 'hidden'))
    union all
    select
        incidents.school_id,
        'incident/' || incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_on as began_on,
        incidents.reported_at as began_at,
        incidents.removed_at,
        incidents.evidence_saved_at,
        disparaging.incident_id is not null as is_disparaging
    from warehouse.incidents as incidents
    left join disparaging_incidents as disparaging on disparaging.incident_id = incidents.incident_id
    where coalesce(incidents.removal_requested_at, incidents.removed_at) is not null
),

cases as (
    select
        clause.school_id,
        clause.clause_id,
        removals.case_id,
        removals.account_id,
        removals.began_on as judged_on,
        removals.began_at,
        removals.removed_at as due_at,
        removals.evidence_saved_at as done_at,
        case
            when removals.evidence_saved_at <= coalesce(removals.removed_at, removals.evidence_saved_at) then 'met'
            when removals.removed_at is not null then 'missed'
            else 'pending'
        end as outcome
    from clause
    inner join removals
        on removals.school_id = clause.school_id
        and removals.began_on between clause.in_force_from and clause.in_force_to
    where clause.kind <> 'disparaging' or removals.is_disparaging
)

select * from cases
