-- One row per school, table and stretch of days for which the table is known: what a return covers, and what its rows
-- reach across. A register (accounts, people) says how things stand, so it reaches from its first entry to as-at.
-- From warehouse.returns and the tables that a return can name.
with

dated_rows as (
    select school_id, 'activity' as dataset, sent_on as on_date from warehouse.activity
    union all
    select school_id, 'moderation' as dataset, posted_on as on_date from warehouse.moderation
    union all
    select school_id, 'monitoring' as dataset, checked_on as on_date from warehouse.monitoring
    union all
    select school_id, 'incidents' as dataset, reported_on as on_date from warehouse.incidents
    union all
    select school_id, 'education' as dataset, held_on as on_date from warehouse.education
    union all
    select school_id, 'reports' as dataset, presented_on as on_date from warehouse.reports
    union all
    select people.school_id, 'training' as dataset, training.completed_on as on_date
    from warehouse.training as training
    inner join warehouse.people as people on people.person_id = training.person_id
    union all
    select people.school_id, 'acknowledgements' as dataset, acknowledgements.acknowledged_on as on_date
    from warehouse.acknowledgements as acknowledgements
    inner join warehouse.people as people on people.person_id = acknowledgements.person_id
),

registers as (
    select school_id, 'accounts' as dataset, opened_on as on_date from warehouse.accounts where is_registered
    union all
    select school_id, 'people' as dataset, started_on as on_date from warehouse.people
),

stretches as (
    select
        school_id,
        dataset,
        covers_from,
        covers_to,
        'return' as source
    from warehouse.returns
    union all
    select
        school_id,
        dataset,
        min(on_date) as covers_from,
        max(on_date) as covers_to,
        'rows' as source
    from dated_rows
    group by school_id, dataset
    union all
    select
        registers.school_id,
        registers.dataset,
        min(registers.on_date) as covers_from,
        max(as_at.as_at_on) as covers_to,
        'rows' as source
    from registers
    cross join staged.as_at as as_at
    group by registers.school_id, registers.dataset
)

select * from stretches where school_id is not null
