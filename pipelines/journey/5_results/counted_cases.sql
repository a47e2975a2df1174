-- One row per period and row of judged_case that counts in it: those judged on a day of the period. Where a control judges the state of
-- things on a date, only its latest such date in the period counts, so that nobody is counted once per half-term of a year.
-- From the relations period (school_id, period_kind, period_name, period_start, period_end) and judged_case (result.cases, or counts of
-- them by day), result.controls.
with

cases_in_periods as (
    select
        period.period_kind,
        period.period_name,
        period.period_start,
        period.period_end,
        cases.*,
        controls.is_state
    from period
    inner join judged_case as cases
        on cases.school_id = period.school_id
        and cases.judged_on between period.period_start and period.period_end
    inner join result.controls as controls on controls.control = cases.control
),

latest_states as (
    select
        school_id,
        clause_id,
        period_kind,
        period_start,
        max(judged_on) as judged_on
    from cases_in_periods
    where is_state
    group by school_id, clause_id, period_kind, period_start
),

earlier_states_removed as (
    select cases.*
    from cases_in_periods as cases
    left join latest_states as latest
        on latest.school_id = cases.school_id
        and latest.clause_id = cases.clause_id
        and latest.period_kind = cases.period_kind
        and latest.period_start = cases.period_start
    where not cases.is_state or cases.judged_on = latest.judged_on
)

select * from earlier_states_removed
