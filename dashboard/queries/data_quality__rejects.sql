-- Grain: one value for which a row was set aside. Sources: load.rejects, file_schools.
-- Whose a row was that was set aside is not known: who may not see every school sees those of files whose every kept row is of
-- schools that they may see, and of such a row where it stands and what is wrong with it, not the value that was found.
select
    file,
    row_number,
    column_name,
    case when (select bool_or(viewer.sees_every_school) from viewer) then value end as value,
    reason,
    accepted
from load.rejects
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
order by file, row_number, column_name
