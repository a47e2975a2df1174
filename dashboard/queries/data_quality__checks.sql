-- Grain: one check that this build passed before it was published. Sources: load.checks.
select
    table_name,
    fault
from load.checks
where exists (select scope.school_id from scope)
order by check_name
