-- One row per count of people, for an audience without a roster, on one day by as-at.
-- From staged.audience_returns.
select
    coalesce(ids.school_id, audience_returns.school_id) as school_id,
    audience_returns.audience,
    audience_returns.measure,
    audience_returns.version,
    audience_returns.as_of,
    audience_returns.eligible,
    audience_returns.completed
from staged.audience_returns as audience_returns
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = audience_returns.school_id
where audience_returns.as_of <= as_at.as_at_on
