/*---
question = "When a user was blocked, was it said exactly why?"
rule = "{told} told exactly why, on {actions}{working_days}"
grain = "one action of the kinds that the clause is about"
case_kind = "block"
judged_on = "the local day of the action"
dataset = "moderation"
open = "nobody told: pending for the working days given, then missed"
no_data = "Hand in the moderation log for the period, with when users were told, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.actions]
type = "list"
allowed = ["deleted", "hidden", "blocked"]
default = "blocked"
says = { deleted = "deleting a post", hidden = "hiding a post", blocked = "blocking a user" }
meaning = "which actions are to be explained"

[parameters.told]
type = "text"
allowed = ["user", "audience"]
default = "user"
says = { user = "the user is", audience = "the audience is" }
meaning = "who is told; for the audience a posted statement counts, and so does telling the user"

[parameters.working_days]
type = "integer"
default = 1
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; telling them later still counts"

[sentences]
met = "Acted {began_at}; it was said why. The user was told: {done_at}."
missed = "Acted {began_at}; nothing on record says that they were told why. Due by {due_at}."
pending = "Acted {began_at}; to be told why by {due_at}."
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
        moderation.user_informed_at as done_at,
        moderation.user_informed_on as done_on,
        clause.working_days,
        moderation.user_informed_at is not null
        or (clause.told = 'audience' and coalesce(moderation.statement_posted, false)) as is_kept
    from clause
    inner join warehouse.moderation as moderation
        on moderation.school_id = clause.school_id
        and moderation.acted_on between clause.in_force_from and clause.in_force_to
        and position('+' || moderation.action || '+' in '+' || clause.actions || '+') > 0
)

select * from promises
