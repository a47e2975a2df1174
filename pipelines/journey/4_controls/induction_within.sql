/*---
question = "Was each starter given an induction in time?"
rule = "{audience} are given an induction within {days} of starting"
grain = "one starter whom the clause covers"
case_kind = "starter"
judged_on = "the day the person started"
dataset = "training"
open = "missed once due, pending before"
no_data = "Hand in the training records and the people of the school, with when each started."
zero = "not_applicable"
unit = "days"

[parameters.days]
type = "integer"
required = true
unit = "days"
meaning = "days from the start, which is day 0"

[parameters.audience]
type = "list"
default = "staff"
allowed = ["staff", "governors", "volunteers", "contractors", "all_workers"]
says = { staff = "new staff", all_workers = "new staff, volunteers and contractors" }
meaning = "whom the clause covers; all_workers are staff, volunteers, contractors and agency staff"

[sentences]
met = "Started on {began_on}; induction on {done_on}."
missed = "Started on {began_on} and due by {due_at}; induction: {done_on}."
pending = "Started on {began_on}; induction due by {due_at}."
---*/
-- An induction before the start counts. Somebody who left before it was due, without one, is not judged.
-- Starters are judged whose time runs out after the school's training records begin.
-- From warehouse.people, training, coverage.
with

inductions as (
    select
        person_id,
        min(completed_on) as completed_on
    from warehouse.training
    where module = 'induction'
    group by person_id
),

starters as (
    select
        clause.school_id,
        clause.clause_id,
        clause.days,
        people.person_id,
        people.started_on,
        people.left_on,
        people.started_on + cast(clause.days as integer) as due_on
    from clause
    inner join warehouse.people as people
        on people.school_id = clause.school_id
        and people.started_on between clause.in_force_from and clause.in_force_to
        and position(
            '+' || people.role_group || '+'
            in replace('+' || clause.audience || '+', '+all_workers+', '+staff+volunteers+contractors+')
        ) > 0
),

promises as (
    select
        starters.school_id,
        starters.clause_id,
        starters.person_id as case_id,
        starters.started_on as began_on,
        inductions.completed_on as done_on,
        starters.days
    from starters
    left join inductions on inductions.person_id = starters.person_id
    semi join warehouse.coverage as coverage
        on coverage.school_id = starters.school_id
        and coverage.dataset = 'training'
        and coverage.covers_from <= starters.due_on
    where inductions.completed_on is not null or coalesce(starters.left_on >= starters.due_on, true)
)

select * from promises
