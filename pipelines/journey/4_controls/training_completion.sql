/*---
question = "Is everyone whom the policy covers trained?"
rule = "{audience} have training in force{module}{grace_days}"
grain = "one person in post whom the clause covers; for an audience that no roster names, its latest return"
case_kind = "person"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "training"
open = "pending while the grace lasts, then missed"
no_data = "Hand in the training records and the people of the school, or an audience return."
zero = "not_applicable"
unit = "%"
state = true

[parameters.audience]
type = "list"
default = "staff"
allowed = ["staff", "governors", "volunteers", "contractors", "students", "parents", "all_workers"]
says = { all_workers = "staff, volunteers and contractors" }
meaning = "whom the clause covers; all_workers are staff, volunteers, contractors and agency staff"

[parameters.module]
type = "text"
allowed = ["annual_update", "induction", "incident_procedure", "account_runner", "other"]
says = " on {value}"
meaning = "the module that counts; where left out, any does"

[parameters.grace_days]
type = "integer"
default = 30
unit = "days"
says = ", within {value} of starting"
meaning = "days that a starter has"

[sentences]
met = "Trained on {done_on}."
missed = "No training in force on {judged_on}; in post since {began_on}."
pending = "Not trained yet; due by {due_at}."

[sentences_of.audience]
met = "By the return of {done_on}, {value} had been trained."
missed = "By the return of {done_on}, {value} had been trained: not all."
---*/
-- Training is in force from the day of completion through the day on which it expires; without such a day it does not expire.
-- An audience without a roster is judged by its latest return: met when everyone eligible was trained.
-- A school is judged from its first training on record. The value is a return's share.
-- From mart.judged_people, judging_days, warehouse.people, training, audience_returns, coverage.
with

days as (
    select
        clause.school_id,
        clause.clause_id,
        clause.module,
        clause.grace_days,
        replace('+' || clause.audience || '+', '+all_workers+', '+staff+volunteers+contractors+') as audience,
        days.judged_on
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
),

people_covered as (
    select
        days.school_id,
        days.clause_id,
        days.module,
        days.grace_days,
        days.judged_on,
        people.person_id,
        people.started_on
    from days
    inner join mart.judged_people as people
        on people.school_id = days.school_id
        and people.judged_on = days.judged_on
        and position('+' || people.role_group || '+' in days.audience) > 0
    semi join warehouse.coverage as coverage
        on coverage.school_id = days.school_id
        and coverage.dataset = 'training'
        and coverage.covers_from <= days.judged_on
),

training_in_force as (
    select
        people.school_id,
        people.clause_id,
        people.judged_on,
        people.person_id,
        max(training.completed_on) as completed_on
    from people_covered as people
    inner join warehouse.training as training
        on training.person_id = people.person_id
        and training.module = coalesce(people.module, training.module)
        and training.completed_on <= people.judged_on
        and coalesce(training.expires_on, people.judged_on) >= people.judged_on
    group by people.school_id, people.clause_id, people.judged_on, people.person_id
),

people_judged as (
    select
        people.school_id,
        people.clause_id,
        people.person_id || '@' || cast(people.judged_on as string) as case_id,
        'person' as case_kind,
        people.judged_on,
        people.started_on as began_on,
        people.started_on + cast(people.grace_days as integer) as due_on,
        training.completed_on as done_on,
        case
            when training.completed_on is not null then 'met'
            when people.started_on + cast(people.grace_days as integer) >= people.judged_on then 'pending'
            else 'missed'
        end as outcome,
        cast(null as double) as value
    from people_covered as people
    left join training_in_force as training
        on training.school_id = people.school_id
        and training.clause_id = people.clause_id
        and training.judged_on = people.judged_on
        and training.person_id = people.person_id
),

audiences_without_roster as (
    select
        days.school_id,
        days.clause_id,
        days.judged_on,
        returns.audience,
        returns.as_of,
        returns.eligible,
        returns.completed
    from days
    inner join warehouse.audience_returns as returns
        on returns.school_id = days.school_id
        and returns.measure = 'trained'
        and returns.as_of <= days.judged_on
        and position('+' || returns.audience || '+' in days.audience) > 0
    anti join warehouse.people as people
        on people.school_id = days.school_id
        and people.role_group = returns.audience
    qualify row_number() over (
        partition by days.school_id, days.clause_id, days.judged_on, returns.audience
        order by returns.as_of desc, coalesce(returns.version, '') desc
    ) = 1
),

audiences_judged as (
    select
        school_id,
        clause_id,
        audience || '@' || cast(judged_on as string) as case_id,
        'audience' as case_kind,
        judged_on,
        as_of as began_on,
        cast(null as date) as due_on,
        as_of as done_on,
        case when completed >= eligible then 'met' else 'missed' end as outcome,
        100.0 * completed / eligible as value
    from audiences_without_roster
    where eligible > 0
),

cases as (
    select * from people_judged
    union all
    select * from audiences_judged
)

select * from cases
