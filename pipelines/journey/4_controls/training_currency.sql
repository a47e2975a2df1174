/*---
question = "Has everyone had the regular update?"
rule = "{audience} have had {module} within the last {months}{grace_days}"
grain = "one person in post whom the clause covers"
case_kind = "person"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "training"
open = "pending while a starter's grace lasts, then missed"
no_data = "Hand in the training records and the people of the school."
zero = "not_applicable"
unit = "days"
state = true

[parameters.months]
type = "integer"
required = true
unit = "months"
meaning = "how long an update stays current; it still is on the same day of the last month"

[parameters.module]
type = "text"
allowed_from = "training.module"
default = "annual_update"
says = { annual_update = "the update", else = "training on {value}" }
meaning = "the module that counts"

[parameters.audience]
type = "list"
default = "staff"
allowed = ["staff", "governors", "volunteers", "contractors", "all_workers"]
says = { staff = "all staff", all_workers = "all staff, volunteers and contractors" }
meaning = "whom the clause covers; all_workers are staff, volunteers, contractors and agency staff"

[parameters.grace_days]
type = "integer"
default = 30
unit = "days"
says = "; starters have {value}"
meaning = "days that a starter has"

[sentences]
met = "Updated on {done_on}, {value} before {judged_on}."
missed = "No update in force on {judged_on}; the last: {done_on}."
pending = "Started on {began_on}; an update is due by {due_at}."
---*/
-- A school is judged from its first training on record. The value is the days since the last update.
-- From mart.judged_people, warehouse.training, coverage.
with

people_covered as (
    select
        clause.school_id,
        clause.clause_id,
        clause.months,
        clause.module,
        clause.grace_days,
        people.judged_on,
        people.person_id,
        people.started_on
    from clause
    inner join mart.judged_people as people
        on people.school_id = clause.school_id
        and people.judged_on between clause.in_force_from and clause.in_force_to
        and position(
            '+' || people.role_group || '+'
            in replace('+' || clause.audience || '+', '+all_workers+', '+staff+volunteers+contractors+')
        ) > 0
    semi join warehouse.coverage as coverage
        on coverage.school_id = people.school_id
        and coverage.dataset = 'training'
        and coverage.covers_from <= people.judged_on
),

last_updates as (
    select
        people.school_id,
        people.clause_id,
        people.judged_on,
        people.person_id,
        max(training.completed_on) as completed_on
    from people_covered as people
    inner join warehouse.training as training
        on training.person_id = people.person_id
        and training.module = people.module
        and training.completed_on <= people.judged_on
    group by people.school_id, people.clause_id, people.judged_on, people.person_id
),

updates_due as (
    select
        people.school_id,
        people.clause_id,
        people.judged_on,
        people.person_id,
        people.started_on,
        people.started_on + cast(people.grace_days as integer) as grace_ends_on,
        updates.completed_on,
        cast(updates.completed_on + people.months * interval '1' month as date) as current_through
    from people_covered as people
    left join last_updates as updates
        on updates.school_id = people.school_id
        and updates.clause_id = people.clause_id
        and updates.judged_on = people.judged_on
        and updates.person_id = people.person_id
),

cases as (
    select
        school_id,
        clause_id,
        person_id || '@' || cast(judged_on as string) as case_id,
        judged_on,
        started_on as began_on,
        coalesce(current_through, grace_ends_on) as due_on,
        completed_on as done_on,
        case
            when current_through >= judged_on then 'met'
            when grace_ends_on >= judged_on then 'pending'
            else 'missed'
        end as outcome,
        extract(day from cast(judged_on as timestamp) - cast(completed_on as timestamp)) as value
    from updates_due
)

select * from cases
