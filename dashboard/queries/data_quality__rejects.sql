-- Grain: one value for which a row was set aside. Sources: load.rejects.
select
    file,
    row_number,
    column_name,
    value,
    reason,
    accepted
from load.rejects
where exists (select scope.school_id from scope)
order by file, row_number, column_name
