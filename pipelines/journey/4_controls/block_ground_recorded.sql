/*---
question = "Does every block have a ground on record?"
rule = "Every block has a ground on record{working_days}"
grain = "one block of a user"
case_kind = "block"
judged_on = "the local day of the block"
dataset = "moderation"
open = "without a ground: pending for the working days given, then missed"
no_data = "Hand in the moderation log for the period, with the grounds of blocks, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.working_days]
type = "integer"
default = 1
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; a ground recorded later still counts"

[sentences]
met = "Blocked {began_at}; the ground is on record."
missed = "Blocked {began_at}; no ground is on record. Due by {due_at}."
pending = "Blocked {began_at}; the ground is to be recorded by {due_at}."
---*/
-- From warehouse.moderation.
with

promises as (
    select
        clause.school_id,
        clause.clause_id,
        moderation.action_id as case_id,
        moderation.account_id,
        moderation.acted_at as began_at,
        moderation.acted_on as began_on,
        clause.working_days,
        moderation.block_ground is not null as is_kept
    from clause
    inner join warehouse.moderation as moderation
        on moderation.school_id = clause.school_id
        and moderation.acted_on between clause.in_force_from and clause.in_force_to
        and moderation.action = 'blocked'
)

select * from promises
