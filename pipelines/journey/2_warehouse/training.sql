-- One row per module that a person completed by as-at.
-- From staged.training.
select
    training.person_id,
    training.course,
    training.module,
    training.completed_on,
    training.expires_on
from staged.training as training
cross join staged.as_at as as_at
where training.completed_on <= as_at.as_at_on
