-- One row: the day and the instant as of which everything is judged.
-- From staged.as_at.
select
    as_at_on,
    as_at_at,
    as_at_minute
from staged.as_at
