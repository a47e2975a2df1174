/*---
question = "Was each post of a kind that the policy allows?"
rule = "Posts are of these kinds: {categories}"
grain = "one post of the school whose kind is recorded"
case_kind = "post"
judged_on = "the local day on which it was posted"
dataset = "activity"
open = "nothing is open: a post is of an allowed kind, or not"
no_data = "Hand in the activity of the school's accounts, with the kind of each post."
zero = "no_data"
unit = ""

[parameters.categories]
type = "list"
default = "alert+reminder+event+vacancy+newsletter+achievement+trip+greeting+feedback"
says = { newsletter = "newsletter or guidance" }
meaning = "the kinds that are allowed, as the school's export names them, joined by '+'"

[sentences]
met = "Posted {began_at}: of an allowed kind."
missed = "Posted {began_at}: of a kind that is not among those allowed."
---*/
-- A post whose kind nobody recorded is not judged. Capitals make no difference.
-- From warehouse.activity.
with

cases as (
    select
        clause.school_id,
        clause.clause_id,
        activity.account_id || '/' || activity.item_id as case_id,
        activity.account_id,
        activity.sent_on as judged_on,
        activity.sent_at as began_at,
        case
            when position('+' || lower(activity.category) || '+' in '+' || lower(clause.categories) || '+') > 0
                then 'met'
            else 'missed'
        end as outcome
    from clause
    inner join warehouse.activity as activity
        on activity.school_id = clause.school_id
        and activity.sent_on between clause.in_force_from and clause.in_force_to
        and activity.kind = 'post'
        and activity.direction = 'outbound'
    where activity.category is not null
)

select * from cases
