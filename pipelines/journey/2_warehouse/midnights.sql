-- One row per day of many years: the instant (UTC) at which it begins in Europe/London, whatever the school.
-- From staged.midnights.
select
    on_date,
    midnight_at
from staged.midnights
