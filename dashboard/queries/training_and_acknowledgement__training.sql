-- Grain: one person in post on the day, and one thing that training is asked for or known of: a clause, or a module (or any)
-- that no clause of the school asks for (clause_id null, is_asked false). Sources: result.clauses, warehouse.people, training,
-- coverage. $on is the day, null for the end of the period in view or as-at, whichever comes first.
-- Current through: the day a certificate runs out, or so many months after completion where the clause sets them.
-- A school without any training on record by the day has no rows: no data.
with

days as (
    select
        scope.school_id,
        scope.school_name,
        coalesce(cast($on as date), scope.looked_at_on) as on_date
    from scope
    where exists (
        select coverage.school_id
        from warehouse.coverage as coverage
        where
            coverage.school_id = scope.school_id
            and coverage.dataset = 'training'
            and coverage.covers_from <= coalesce(cast($on as date), scope.looked_at_on)
    )
),

clauses as (
    select
        days.school_id,
        clauses.clause_id,
        coalesce(
            json_extract_string(clauses.parameters, '$.module'),
            case clauses.control when 'training_currency' then $update_module else 'any' end
        ) as module,
        cast(json_extract_string(clauses.parameters, '$.months') as integer) as months,
        coalesce(cast(json_extract_string(clauses.parameters, '$.grace_days') as integer), $grace_days) as grace_days,
        '+' || coalesce(json_extract_string(clauses.parameters, '$.audience'), $audience) || '+' as audience
    from days
    inner join result.clauses as clauses
        on
            days.school_id = clauses.school_id
            and clauses.control in ('training_completion', 'training_currency')
            and days.on_date between clauses.in_force_from and clauses.in_force_to
),

modules as (
    select distinct
        people.school_id,
        training.module
    from warehouse.training as training
    inner join warehouse.people as people on training.person_id = people.person_id
    union
    select
        school_id,
        'any' as module
    from days
),

asks as (
    select
        school_id,
        clause_id,
        module,
        months,
        grace_days,
        replace(audience, '+all_workers+', '+staff+volunteers+contractors+') as audience
    from clauses
    union all
    select
        days.school_id,
        null as clause_id,
        modules.module,
        null as months,
        $grace_days as grace_days,
        '' as audience
    from days
    inner join modules on days.school_id = modules.school_id
),

people as (
    select
        days.school_id,
        days.school_name,
        days.on_date,
        asks.clause_id,
        asks.module,
        asks.months,
        asks.grace_days,
        people.person_id,
        people.role_group,
        people.started_on,
        position('+' || people.role_group || '+' in asks.audience) > 0 as is_asked
    from days
    inner join asks on days.school_id = asks.school_id
    inner join warehouse.people as people
        on
            days.school_id = people.school_id
            and people.started_on <= days.on_date
            and coalesce(people.left_on, days.on_date) >= days.on_date
),

trained as (
    select
        people.school_id,
        people.person_id,
        people.clause_id,
        people.module,
        max(training.completed_on) as completed_on,
        max(
            case
                when people.months is not null then cast(training.completed_on + to_months(people.months) as date)
                else coalesce(training.expires_on, date '9999-12-31')
            end
        ) as current_through
    from people
    inner join warehouse.training as training
        on
            people.person_id = training.person_id
            and (people.module = 'any' or people.module = training.module)
            and training.completed_on <= people.on_date
    group by all
)

select
    people.school_id,
    people.school_name,
    people.on_date,
    people.clause_id,
    people.module,
    people.grace_days,
    people.person_id,
    people.role_group,
    people.is_asked,
    people.started_on,
    people.started_on + people.grace_days as due_on,
    trained.completed_on,
    nullif(trained.current_through, date '9999-12-31') as current_through,
    case
        when trained.current_through > people.on_date + 30 then 'current'
        when trained.current_through >= people.on_date then 'due_soon'
        when people.started_on + people.grace_days >= people.on_date then 'not_yet_due'
        when trained.completed_on is not null then 'lapsed'
        else 'never'
    end as state
from people
left join trained
    on
        people.school_id = trained.school_id
        and people.person_id = trained.person_id
        and people.module = trained.module
        and people.clause_id is not distinct from trained.clause_id
order by people.school_name, people.school_id, people.role_group, people.started_on, people.person_id
