-- One row per school, table and stretch of days for which the table is known: what a return covers, and what its rows
-- reach across. A register (accounts, people) says how things stand, so it reaches from its first entry to as-at.
-- Activity reaches across no days that are missing between two exports and of which no other account tells. "Enquiries" is the
-- activity of which both sides are known: exports of what was sent alone reach across none, and a return of activity says
-- nothing of enquiries where all that was handed in for its days is of one side.
-- From warehouse.returns, export_gaps and the tables that a return can name.
with

items_by_day as (
    select
        school_id,
        sent_on,
        bool_or(is_two_sided) as has_two_sides
    from warehouse.activity
    group by school_id, sent_on
),

activity_days as (
    select school_id, 'activity' as dataset, sent_on as on_date from items_by_day
    union all
    select school_id, 'enquiries' as dataset, sent_on as on_date from items_by_day where has_two_sides
),

activity_reaches as (
    select
        school_id,
        dataset,
        min(on_date) as first_on,
        max(on_date) as last_on
    from activity_days
    group by school_id, dataset
),

gaps_of_whole_schools as (
    select distinct
        gaps.school_id,
        gaps.gap_from,
        gaps.gap_to
    from warehouse.export_gaps as gaps
    anti join items_by_day as items
        on items.school_id = gaps.school_id
        and items.sent_on between gaps.gap_from and gaps.gap_to
),

activity_begins as (
    select
        school_id,
        dataset,
        first_on as covers_from,
        last_on,
        cast(null as date) as gap_from
    from activity_reaches
    union all
    select
        reaches.school_id,
        reaches.dataset,
        cast(gaps.gap_to + interval '1' day as date) as covers_from,
        reaches.last_on,
        gaps.gap_from
    from activity_reaches as reaches
    inner join gaps_of_whole_schools as gaps
        on gaps.school_id = reaches.school_id
        and gaps.gap_from > reaches.first_on
        and gaps.gap_to < reaches.last_on
),

activity_stretches as (
    select
        school_id,
        dataset,
        covers_from,
        cast(
            least(
                last_on,
                coalesce(
                    min(gap_from) over (
                        partition by school_id, dataset order by covers_from
                        rows between 1 following and unbounded following
                    ) - interval '1' day,
                    last_on
                )
            ) as date
        ) as covers_to
    from activity_begins
),

returns_of_one_side as (
    select
        returns.school_id,
        returns.covers_from
    from warehouse.returns as returns
    inner join items_by_day as items
        on items.school_id = returns.school_id
        and items.sent_on between returns.covers_from and returns.covers_to
    where returns.dataset = 'activity'
    group by returns.school_id, returns.covers_from
    having not bool_or(items.has_two_sides)
),

dated_rows as (
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
        returns.school_id,
        'enquiries' as dataset,
        returns.covers_from,
        returns.covers_to,
        'return' as source
    from warehouse.returns as returns
    anti join returns_of_one_side as one_sided
        on one_sided.school_id = returns.school_id
        and one_sided.covers_from = returns.covers_from
    where returns.dataset = 'activity'
    union all
    select
        school_id,
        dataset,
        covers_from,
        covers_to,
        'rows' as source
    from activity_stretches
    where covers_from <= covers_to
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
