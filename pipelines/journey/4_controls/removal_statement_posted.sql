/*---
question = "When an offensive comment was removed, did a statement tell other users?"
rule = "When an offensive comment is removed, a statement tells other users{working_days}"
grain = "one offensive item that was deleted or hidden"
case_kind = "removal"
judged_on = "the local day on which it was removed"
dataset = "moderation"
open = "without a statement: pending for the working days given, then missed"
no_data = "Hand in the moderation log for the period, with whether a statement was posted, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.category]
type = "list"
default = "abusive+racist+sexist+homophobic+inflammatory+harassment+disparaging"
allowed_from = "moderation.category"
meaning = "the categories of moderation that are offensive"

[parameters.working_days]
type = "integer"
default = 1
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; a statement made later still counts"

[sentences]
met = "Removed {began_at}; a statement was posted."
missed = "Removed {began_at}; no statement is on record. Due by {due_at}."
pending = "Removed {began_at}; a statement is to be posted by {due_at}."
---*/
-- Several removals of one item are one case. The record says whether a statement was posted, not when.
-- From warehouse.moderation.
with

removals as (
    select
        school_id,
        account_id,
        coalesce(item_id, action_id) as item_id,
        category,
        acted_at,
        acted_on,
        coalesce(statement_posted, false) as is_stated
    from warehouse.moderation
    where action in ('deleted', 'hidden') and acted_at is not null
),

promises as (
    select
        clause.school_id,
        clause.clause_id,
        removals.account_id || '/' || removals.item_id as case_id,
        removals.account_id,
        min(removals.acted_at) as began_at,
        min(removals.acted_on) as began_on,
        clause.working_days,
        bool_or(removals.is_stated) as is_kept
    from clause
    inner join removals
        on removals.school_id = clause.school_id
        and removals.acted_on between clause.in_force_from and clause.in_force_to
        and position('+' || removals.category || '+' in '+' || clause.category || '+') > 0
    group by
        clause.school_id,
        clause.clause_id,
        clause.in_force_from,
        clause.working_days,
        removals.account_id,
        removals.item_id
)

select * from promises
