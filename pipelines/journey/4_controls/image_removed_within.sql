/*---
question = "Was a compromising picture deleted in time?"
rule = "A compromising picture is deleted within {working_days}{working_hours}"
grain = "one compromising picture, as moderated or as reported in an incident"
case_kind = "picture"
judged_on = "the local day on which it appeared, or the incident was reported"
dataset = "moderation"
open = "missed once due, pending before"
no_data = "Hand in the moderation log and the incident record for the period, or nil returns."
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

[sentences]
met = "Appeared {began_at}; deleted {done_at}, after {value}."
missed = "Appeared {began_at}, to be deleted by {due_at}; deleted: {done_at}. The wait: {value}."
pending = "Appeared {began_at}; to be deleted by {due_at}."
---*/
-- The clock starts when the picture appeared; an incident that does not say when starts it with the report. Hiding it is
-- deleting it, and several actions upon one picture are one case.
-- From warehouse.moderation, incidents, incident_categories.
with

actions_weighed as (
    select
        *,
        coalesce(item_id, action_id) as picture_id,
        action in ('deleted', 'hidden') and acted_at is not null as is_removed
    from warehouse.moderation
    where category = 'compromising_image'
),

first_that_counts as (
    select *
    from actions_weighed
    qualify row_number() over (
        partition by account_id, picture_id
        order by case when is_removed then 0 else 1 end, coalesce(acted_at, posted_at), action_id
    ) = 1
),

pictures as (
    select
        school_id,
        'moderation/' || account_id || '/' || picture_id as case_id,
        account_id,
        posted_on as judged_on,
        posted_at as began_at,
        posted_on as began_on,
        posted_minute as began_minute,
        case when is_removed then acted_at end as done_at,
        case when is_removed then acted_on end as done_on,
        case when is_removed then acted_minute end as done_minute
    from first_that_counts
    union all
    select
        incidents.school_id,
        'incident/' || incidents.incident_id as case_id,
        incidents.account_id,
        incidents.reported_on as judged_on,
        coalesce(incidents.occurred_at, incidents.reported_at) as began_at,
        coalesce(incidents.occurred_on, incidents.reported_on) as began_on,
        coalesce(incidents.occurred_minute, incidents.reported_minute) as began_minute,
        incidents.removed_at as done_at,
        incidents.removed_on as done_on,
        incidents.removed_minute as done_minute
    from warehouse.incidents as incidents
    inner join warehouse.incident_categories as categories
        on categories.incident_id = incidents.incident_id
        and categories.category = 'compromising_image'
),

promises as (
    select
        clause.school_id,
        clause.clause_id,
        pictures.case_id,
        pictures.account_id,
        pictures.judged_on,
        pictures.began_at,
        pictures.began_on,
        pictures.began_minute,
        pictures.done_at,
        pictures.done_on,
        pictures.done_minute,
        clause.working_days,
        clause.working_hours,
        clause.count as counts
    from clause
    inner join pictures
        on pictures.school_id = clause.school_id
        and pictures.judged_on between clause.in_force_from and clause.in_force_to
)

select * from promises
