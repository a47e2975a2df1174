/*---
question = "Were offensive comments dealt with in time?"
rule = "Offensive comments{by} are dealt with within {working_days}{working_hours}; what counts is {actions}"
grain = "one item that somebody put on an account and that is offensive"
case_kind = "comment"
judged_on = "the local day on which it appeared"
dataset = "moderation"
open = "missed once due, pending before"
no_data = "Hand in the moderation log for the period, or a nil return."
zero = "not_applicable"
unit = "working days, school days or working hours"
one_of = [["working_days", "working_hours"]]

[parameters.working_days]
type = "integer"
unit = "{count}"
meaning = "the promise in days; the day on which it appeared is day 0, and the promise lasts to the end of the last day"

[parameters.working_hours]
type = "number"
unit = "working hours"
meaning = "the promise in the school's opening hours on school days"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count: every weekday that is no bank holiday, or school days only"

[parameters.by]
type = "text"
allowed = ["category"]
says = ", and spam, personal information and commercial posts,"
meaning = "category: every category that a moderator deletes counts; where left out, offensive comments only"

[parameters.actions]
type = "list"
allowed = ["deleted", "hidden", "blocked", "warned"]
default = "deleted+hidden+blocked"
says = { deleted = "deleting", hidden = "hiding", blocked = "blocking", warned = "warning" }
meaning = "what a moderator may do about it; blocking takes the user's comments with it"

[sentences]
met = "Appeared {began_at}; dealt with {done_at}, after {value}."
missed = "Appeared {began_at}, to be dealt with by {due_at}; dealt with: {done_at}. The wait: {value}."
pending = "Appeared {began_at}; to be dealt with by {due_at}."
---*/
-- Several actions upon one item are one case: the first that counts ends the wait.
-- From warehouse.moderation.
with

actions_weighed as (
    select
        clause.school_id,
        clause.clause_id,
        clause.in_force_from,
        clause.working_days,
        clause.working_hours,
        clause.count as counts,
        moderation.account_id,
        moderation.account_id || '/' || coalesce(moderation.item_id, moderation.action_id) as case_id,
        moderation.action_id,
        moderation.posted_at,
        moderation.posted_on,
        moderation.posted_minute,
        moderation.acted_at,
        moderation.acted_on,
        moderation.acted_minute,
        moderation.acted_at is not null
        and position('+' || moderation.action || '+' in '+' || clause.actions || '+') > 0 as is_dealt_with
    from clause
    inner join warehouse.moderation as moderation
        on moderation.school_id = clause.school_id
        and moderation.posted_on between clause.in_force_from and clause.in_force_to
    where
        moderation.category in ('abusive', 'racist', 'sexist', 'homophobic', 'inflammatory', 'harassment')
        or (clause.by = 'category' and moderation.category in ('spam', 'personal_information', 'commercial'))
),

first_that_counts as (
    select *
    from actions_weighed
    qualify row_number() over (
        partition by clause_id, in_force_from, case_id
        order by case when is_dealt_with then 0 else 1 end, coalesce(acted_at, posted_at), action_id
    ) = 1
),

promises as (
    select
        school_id,
        clause_id,
        case_id,
        account_id,
        posted_at as began_at,
        posted_on as began_on,
        posted_minute as began_minute,
        case when is_dealt_with then acted_at end as done_at,
        case when is_dealt_with then acted_on end as done_on,
        case when is_dealt_with then acted_minute end as done_minute,
        working_days,
        working_hours,
        counts
    from first_that_counts
)

select * from promises
