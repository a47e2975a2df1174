-- One row per hand-in of one table over one stretch of days, declared by as-at.
-- From staged.returns.
select
    coalesce(ids.school_id, returns.school_id) as school_id,
    returns.dataset,
    returns.covers_from,
    returns.covers_to,
    returns.declared_on
from staged.returns as returns
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = returns.school_id
where returns.covers_from <= as_at.as_at_on and coalesce(returns.declared_on, as_at.as_at_on) <= as_at.as_at_on
