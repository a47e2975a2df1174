-- Grain: one school in view: what its monitoring log tells of the period, whichever policy is adopted.
-- Sources: warehouse.coverage, monitoring, school_days, result.clauses, scope_case.
-- A week of term lies where its first school day does; it counts once it is over, and known where the log covers its school days.
with

reached as (
    select
        scope.school_id,
        bool_or(coverage.school_id is not null) as has_reported
    from scope
    left join warehouse.coverage as coverage
        on
            scope.school_id = coverage.school_id
            and coverage.dataset = 'monitoring'
            and coverage.covers_from <= scope.looked_at_on
            and coverage.covers_to >= scope.period_start
    group by scope.school_id
),

school_days as (
    select
        scope.school_id,
        days.on_date,
        days.week_start,
        bool_or(coverage.school_id is not null) as is_covered
    from scope
    inner join warehouse.school_days as days
        on
            scope.school_id = days.school_id
            and days.is_school_day
            and days.on_date between scope.period_start - 6 and scope.period_end + 6
    left join warehouse.coverage as coverage
        on
            scope.school_id = coverage.school_id
            and coverage.dataset = 'monitoring'
            and days.on_date between coverage.covers_from and coverage.covers_to
    group by all
),

weeks as (
    select
        days.school_id,
        days.week_start,
        bool_and(days.is_covered) as is_covered,
        days.week_start + 6 < any_value(scope.as_at_on) as is_over
    from school_days as days
    inner join scope on days.school_id = scope.school_id
    group by days.school_id, days.week_start
    having
        min(days.on_date) >= any_value(scope.period_start)
        and min(days.on_date) <= any_value(scope.looked_at_on)
),

sweeps as (
    select
        scope.school_id,
        cast(date_trunc('week', sweeps.checked_on) as date) as week_start,
        count(*) filter (where sweeps.checked_on between scope.period_start and scope.period_end) as sweep_count
    from scope
    inner join warehouse.monitoring as sweeps on scope.school_id = sweeps.school_id
    where sweeps.kind = 'public_sweep'
    group by all
),

sweeps_counted as (
    select
        school_id,
        cast(sum(sweep_count) as bigint) as sweep_count
    from sweeps
    group by school_id
),

weeks_counted as (
    select
        weeks.school_id,
        count(sweeps.week_start) as swept_weeks,
        count(*) filter (where sweeps.week_start is null and weeks.is_covered and weeks.is_over) as unswept_weeks
    from weeks
    left join sweeps
        on
            weeks.school_id = sweeps.school_id
            and weeks.week_start = sweeps.week_start
    group by weeks.school_id
),

people as (
    select
        scope.school_id,
        count(distinct checks.checked_by) as people
    from scope
    inner join warehouse.monitoring as checks
        on
            scope.school_id = checks.school_id
            and checks.checked_on between scope.period_start and scope.period_end
    where checks.kind = 'account_check'
    group by scope.school_id
),

adopted as (
    select
        clauses.school_id,
        string_agg(distinct clauses.clause_id, ', ') filter (where clauses.control = 'monitoring_cadence') as cadence_clause,
        max(clauses.rule) filter (where clauses.control = 'monitoring_cadence') as cadence_rule,
        string_agg(distinct clauses.clause_id, ', ') filter (where clauses.control = 'public_sweep_cadence') as sweep_clause,
        max(clauses.rule) filter (where clauses.control = 'public_sweep_cadence') as sweep_rule,
        string_agg(distinct clauses.clause_id, ', ') filter (where clauses.control = 'finding_resolution_time') as finding_clause,
        string_agg(distinct clauses.clause_id, ', ') filter (where clauses.control = 'pinned_notice') as notice_clause
    from result.clauses as clauses
    inner join scope
        on
            clauses.school_id = scope.school_id
            and clauses.in_force_from <= scope.looked_at_on
            and clauses.in_force_to >= scope.period_start
    group by clauses.school_id
),

judged as (
    select
        school_id,
        control,
        count(*) filter (where outcome = 'met') as met,
        count(*) filter (where outcome = 'missed') as missed,
        count(*) filter (where outcome = 'pending') as pending
    from scope_case
    where control in ('monitoring_cadence', 'public_sweep_cadence')
    group by school_id, control
)

select
    scope.school_id,
    scope.school_name,
    reached.has_reported,
    coalesce(sweeps.sweep_count, 0) as sweep_count,
    coalesce(weeks.swept_weeks, 0) as swept_weeks,
    coalesce(weeks.unswept_weeks, 0) as unswept_weeks,
    coalesce(people.people, 0) as people,
    adopted.cadence_clause,
    adopted.cadence_rule,
    adopted.sweep_clause,
    adopted.sweep_rule,
    adopted.finding_clause,
    adopted.notice_clause,
    coalesce(cadence.met, 0) as met,
    coalesce(cadence.missed, 0) as missed,
    coalesce(cadence.pending, 0) as pending,
    coalesce(swept.met, 0) as sweeps_met,
    coalesce(swept.missed, 0) as sweeps_missed,
    coalesce(swept.pending, 0) as sweeps_pending
from scope
inner join reached on scope.school_id = reached.school_id
left join sweeps_counted as sweeps on scope.school_id = sweeps.school_id
left join weeks_counted as weeks on scope.school_id = weeks.school_id
left join people on scope.school_id = people.school_id
left join adopted on scope.school_id = adopted.school_id
left join judged as cadence
    on
        scope.school_id = cadence.school_id
        and cadence.control = 'monitoring_cadence'
left join judged as swept
    on
        scope.school_id = swept.school_id
        and swept.control = 'public_sweep_cadence'
order by scope.school_name, scope.school_id
