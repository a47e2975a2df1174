-- One row per person and policy version acknowledged by as-at.
-- From staged.acknowledgements.
select
    acknowledgements.person_id,
    acknowledgements.policy,
    acknowledgements.version,
    acknowledgements.acknowledged_on
from staged.acknowledgements as acknowledgements
cross join staged.as_at as as_at
where acknowledgements.acknowledged_on <= as_at.as_at_on
