-- Grain: one incident reported in the period, or before it and open still. Sources: mart.incidents, warehouse.incidents,
-- incident_categories, incident_referrals, accounts, scope_case.
-- A safeguarding matter affected a learner (or it is not recorded whom), was considered illegal, or was referred to an
-- agency that protects children. Waits are as done, or up to as-at where open; null where the record runs backwards.
with

seen as (
    select
        scope.school_name,
        incidents.*,
        incidents.reported_on >= scope.period_start as is_in_period
    from scope
    inner join mart.incidents as incidents
        on
            scope.school_id = incidents.school_id
            and incidents.reported_on <= scope.period_end
            and (incidents.reported_on >= scope.period_start or not incidents.is_closed)
),

classified as (
    select
        incident_id,
        list(category order by place) as category_codes,
        list(category_label order by place) as categories,
        list(distinct risk_area order by risk_area) as risk_areas
    from warehouse.incident_categories
    group by incident_id
),

referred as (
    select
        incident_id,
        list(agency order by agency) as agencies
    from warehouse.incident_referrals
    group by incident_id
),

breached as (
    select
        case_id as incident_id,
        list(clause_id order by clause_id) as breached_clauses
    from scope_case
    where control = 'breaches'
    group by case_id
)

select
    seen.incident_id,
    seen.school_id,
    seen.school_name,
    coalesce(accounts.handle, seen.account_id) as account,
    seen.is_in_period,
    seen.source,
    seen.affected,
    seen.severity,
    coalesce(classified.category_codes, []) as category_codes,
    coalesce(classified.categories, []) as categories,
    coalesce(classified.risk_areas, []) as risk_areas,
    coalesce(referred.agencies, []) as agencies,
    coalesce(breached.breached_clauses, []) as breached_clauses,
    coalesce(seen.affected, 'learner') = 'learner'
    or coalesce(seen.illegal, false)
    or list_has_any(coalesce(referred.agencies, []), ['police', 'ceop', 'lado', 'iwf']) as is_safeguarding,
    coalesce(seen.illegal, false) as is_illegal,
    seen.reported_at,
    seen.assessed_at,
    seen.is_assessed,
    seen.assessment_waiting_elapsed_hours * 60 as assessment_elapsed_minutes,
    seen.assessment_waiting_working_minutes as assessment_working_minutes,
    seen.closed_at,
    seen.is_closed,
    seen.closure_waiting_school_days as closure_school_days,
    records.removal_requested_at,
    records.removed_at,
    records.evidence_saved_at,
    records.support_offered
from seen
inner join warehouse.incidents as records on seen.incident_id = records.incident_id
left join warehouse.accounts as accounts on seen.account_id = accounts.account_id
left join classified on seen.incident_id = classified.incident_id
left join referred on seen.incident_id = referred.incident_id
left join breached on seen.incident_id = breached.incident_id
order by seen.reported_at desc, seen.incident_id
