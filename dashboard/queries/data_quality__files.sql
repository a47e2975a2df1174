-- Grain: one part of a file that was handed in. Sources: load.files, file_schools.
-- Files are of the whole data folder: most hold several schools' rows, so they stand here whichever school is in view.
-- Who may not see every school sees only files whose every row is of schools that they may see.
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
where
    exists (select scope.school_id from scope)
    and (
        (select bool_or(viewer.sees_every_school) from viewer)
        or file in (
            select holds.file
            from load.file_schools as holds
            left join viewer on viewer.school_id = holds.school_id
            group by holds.file
            having bool_and(viewer.school_id is not null)
        )
    )
order by status = 'loaded', file
