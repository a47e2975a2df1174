-- One row per school, clause and period in which the clause was in force: its cases counted, and the status they give.
-- From the relations period and counted_case (counted_cases.sql over the cases of a day), result.clauses, controls, coverage_runs and
-- warehouse.school_days, attestations, as_at.
with

periods as (
    select
        period.*,
        least(period.period_end, as_at.as_at_on) as elapsed_to,
        first_days.school_day_number - case when first_days.is_school_day then 1 else 0 end as after_day,
        last_days.school_day_number as through_day
    from period
    cross join warehouse.as_at as as_at
    left join warehouse.school_days as first_days
        on first_days.school_id = period.school_id
        and first_days.on_date = period.period_start
    left join warehouse.school_days as last_days
        on last_days.school_id = period.school_id
        and last_days.on_date = least(period.period_end, as_at.as_at_on)
    where period.period_start <= as_at.as_at_on
),

clauses_in_force as (
    select distinct
        clauses.school_id,
        clauses.clause_id,
        clauses.control,
        clauses.evidence,
        clauses.expect,
        controls.dataset,
        controls.zero,
        periods.period_kind,
        periods.period_name,
        periods.period_start,
        periods.period_end,
        periods.elapsed_to,
        periods.after_day,
        periods.through_day
    from result.clauses as clauses
    inner join result.controls as controls on controls.control = clauses.control
    inner join periods
        on periods.school_id = clauses.school_id
        and periods.elapsed_to >= clauses.in_force_from
        and periods.period_start <= clauses.in_force_to
),

counts as (
    select
        school_id,
        clause_id,
        period_kind,
        period_start,
        sum(cases) as cases,
        sum(cases) filter (where outcome = 'met') as met,
        sum(cases) filter (where outcome = 'missed') as missed,
        sum(cases) filter (where outcome = 'pending') as pending
    from counted_case
    group by school_id, clause_id, period_kind, period_start
),

answers as (
    select
        clauses.school_id,
        clauses.clause_id,
        clauses.period_kind,
        clauses.period_start,
        attestations.answer
    from clauses_in_force as clauses
    inner join warehouse.attestations as attestations
        on attestations.school_id = clauses.school_id
        and attestations.clause = clauses.clause_id
        and attestations.attested_on <= clauses.elapsed_to
    where clauses.evidence = 'attested'
    qualify row_number() over (
        partition by clauses.school_id, clauses.clause_id, clauses.period_kind, clauses.period_start
        order by attestations.attested_on desc, attestations.answer
    ) = 1
),

-- Only a return can say that nothing was breached: incidents on either side of a period do not.
covered as (
    select distinct
        clauses.school_id,
        clauses.clause_id,
        clauses.period_kind,
        clauses.period_start
    from clauses_in_force as clauses
    inner join result.coverage_runs as runs
        on runs.school_id = clauses.school_id
        and runs.dataset = clauses.dataset
        and runs.is_returned = (clauses.evidence = 'breach')
        and runs.after_day <= clauses.after_day
        and runs.through_day >= clauses.through_day
    where clauses.through_day > clauses.after_day
),

evidence_gathered as (
    select
        clauses.school_id,
        clauses.clause_id,
        clauses.control,
        clauses.evidence,
        clauses.expect,
        clauses.zero,
        clauses.period_kind,
        clauses.period_name,
        clauses.period_start,
        clauses.period_end,
        cast(coalesce(counts.cases, 0) as bigint) as cases,
        cast(coalesce(counts.met, 0) as bigint) as met,
        cast(coalesce(counts.missed, 0) as bigint) as missed,
        cast(coalesce(counts.pending, 0) as bigint) as pending,
        answers.answer,
        covered.clause_id is not null as is_covered
    from clauses_in_force as clauses
    left join counts using (school_id, clause_id, period_kind, period_start)
    left join answers using (school_id, clause_id, period_kind, period_start)
    left join covered using (school_id, clause_id, period_kind, period_start)
),

statuses_given as (
    select
        *,
        case
            when met + missed > 0 and met >= expect * (met + missed) - 0.000001
                then case when evidence = 'attested' then 'attested' else 'met' end
            when met + missed > 0 then case when met = 0 then 'not_met' else 'partly_met' end
            when pending > 0 then 'not_yet_due'
            when answer = 'yes' then 'attested'
            when answer = 'no' then 'not_met'
            when answer = 'not_applicable' then 'not_applicable'
            when evidence <> 'attested' and is_covered then zero
            else 'no_data'
        end as status
    from evidence_gathered
),

measured as (
    select
        school_id,
        clause_id,
        control,
        period_kind,
        period_name,
        period_start,
        period_end,
        cases,
        met,
        missed,
        pending,
        case
            when evidence = 'breach' and status <> 'no_data' then cast(cases as double)
            when evidence <> 'breach' and met + missed > 0 then 100.0 * met / (met + missed)
        end as value,
        case when evidence = 'breach' then 'breaches' else '%' end as unit,
        status
    from statuses_given
)

select * from measured
