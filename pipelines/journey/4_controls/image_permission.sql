/*---
question = "Was there permission for each picture of a learner?"
rule = "A picture of a learner is posted with{written} permission, and never of a learner who opted out"
grain = "one post with a learner's picture"
case_kind = "post"
judged_on = "the local day on which it was posted"
dataset = "activity"
open = "nothing is open: permission comes before the post, and a post without any on record is missed"
no_data = "Hand in the activity of the school's accounts, with which posts show a learner and on what consent."
zero = "not_applicable"
unit = ""

[parameters.written]
type = "boolean"
default = false
says = { true = " written", false = "" }
meaning = "whether consent has to be written; where it has not, verbal consent counts"

[sentences]
met = "Posted {began_at} with the permission that the policy asks for."
missed = "Posted {began_at} without the permission that the policy asks for."
---*/
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
            when activity.consent = 'written' then 'met'
            when activity.consent = 'verbal' and not clause.written then 'met'
            else 'missed'
        end as outcome
    from clause
    inner join warehouse.activity as activity
        on activity.school_id = clause.school_id
        and activity.sent_on between clause.in_force_from and clause.in_force_to
        and activity.direction = 'outbound'
        and activity.has_learner_image
)

select * from cases
