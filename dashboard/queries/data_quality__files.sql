-- Grain: one part of a file that was handed in. Sources: load.files.
-- Files are of the whole data folder: most hold several schools' rows, so they stand here whichever school is in view.
select
    file,
    format,
    table_name,
    rows_read,
    rows_kept,
    rows_rejected,
    cast(first_at as date) as first_on,
    cast(last_at as date) as last_on,
    unknown_columns,
    sides,
    exported_at,
    loaded_at,
    status,
    message
from load.files
where exists (select scope.school_id from scope)
order by status = 'loaded', file
