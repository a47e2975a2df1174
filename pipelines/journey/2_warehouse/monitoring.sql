-- One row per check of an account or sweep of the public internet, made by as-at.
-- From staged.monitoring.
select
    checks.check_id,
    coalesce(ids.school_id, checks.school_id) as school_id,
    checks.account_id,
    checks.kind,
    checks.checked_at,
    checks.checked_on,
    checks.checked_minute,
    checks.checked_by,
    checks.outcome,
    checks.finding_category,
    case when checks.resolved_at < as_at.as_at_at then checks.resolved_at end as resolved_at,
    case when checks.resolved_at < as_at.as_at_at then checks.resolved_on end as resolved_on,
    case when checks.resolved_at < as_at.as_at_at then checks.resolved_minute end as resolved_minute
from staged.monitoring as checks
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = checks.school_id
where checks.checked_at < as_at.as_at_at
