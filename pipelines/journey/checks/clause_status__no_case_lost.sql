-- The half-terms of a clause do not add up to its cases.
with

spans as (
    select
        school_id,
        min(period_start) as first_on,
        max(period_end) as last_on
    from warehouse.periods
    where period_kind = 'half_term'
    group by school_id
),

cases_found as (
    select
        cases.school_id,
        cases.clause_id,
        count(*) as case_count
    from result.cases as cases
    inner join spans
        on spans.school_id = cases.school_id
        and cases.judged_on between spans.first_on and spans.last_on
    inner join result.controls as controls on controls.control = cases.control
    where not controls.is_state
    group by cases.school_id, cases.clause_id
),

cases_counted as (
    select
        school_id,
        clause_id,
        sum(cases) as case_count,
        sum(met + missed + pending) as outcome_count
    from result.clause_status
    where period_kind = 'half_term'
    group by school_id, clause_id
)

select
    counted.school_id,
    counted.clause_id,
    found.case_count as found,
    counted.case_count as counted,
    counted.outcome_count as outcomes
from cases_counted as counted
left join cases_found as found
    on found.school_id = counted.school_id
    and found.clause_id = counted.clause_id
where
    counted.case_count <> counted.outcome_count
    or found.case_count <> counted.case_count
