/*---
question = "Was each repeatedly abusive user blocked?"
rule = "A user whose comments had to be acted on {after} is blocked{working_days}"
grain = "one user of one account who reached the number of times"
case_kind = "user"
judged_on = "the local day on which the number was reached"
dataset = "moderation"
open = "not blocked: pending for the working days given, then missed"
no_data = "Hand in the moderation log for the period, with the users acted upon, or a nil return."
zero = "not_applicable"
unit = "working days"

[parameters.after]
type = "integer"
required = true
unit = "times"
meaning = "how many items of one user a moderator acts on before the user is blocked"

[parameters.working_days]
type = "integer"
default = 1
unit = "working days"
says = " (missed when still open after {value})"
meaning = "where the policy names no time: how long an open case is pending; a block made later still counts"

[sentences]
met = "The number was reached {began_at}; blocked {done_at}."
missed = "The number was reached {began_at}; no block is on record. Due by {due_at}; the wait: {value}."
pending = "The number was reached {began_at}; to be blocked by {due_at}."
---*/
-- Several actions upon one item count once, from the first; an item that was left standing does not count. A block before the
-- number was reached keeps the promise as well.
-- From warehouse.moderation.
with

actions as (
    select
        school_id,
        account_id,
        author_id,
        coalesce(item_id, action_id) as item_id,
        action,
        acted_at,
        acted_on
    from warehouse.moderation
    where author_id is not null and acted_at is not null and action <> 'left'
),

items as (
    select
        school_id,
        account_id,
        author_id,
        item_id,
        min(acted_at) as acted_at,
        min(acted_on) as acted_on
    from actions
    group by school_id, account_id, author_id, item_id
),

items_numbered as (
    select
        *,
        row_number() over (partition by account_id, author_id order by acted_at, item_id) as item_number
    from items
),

blocks as (
    select
        account_id,
        author_id,
        min(acted_at) as blocked_at,
        min(acted_on) as blocked_on
    from actions
    where action = 'blocked'
    group by account_id, author_id
),

promises as (
    select
        clause.school_id,
        clause.clause_id,
        items.account_id || '/' || items.author_id as case_id,
        items.account_id,
        items.acted_at as began_at,
        items.acted_on as began_on,
        blocks.blocked_at as done_at,
        blocks.blocked_on as done_on,
        clause.working_days,
        blocks.blocked_at is not null as is_kept
    from clause
    inner join items_numbered as items
        on items.school_id = clause.school_id
        and items.item_number = clause.after
        and items.acted_on between clause.in_force_from and clause.in_force_to
    left join blocks
        on blocks.account_id = items.account_id
        and blocks.author_id = items.author_id
)

select * from promises
