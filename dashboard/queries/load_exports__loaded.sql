-- Grain: one file that is loaded, for who may see every school. Sources: load.files.
select distinct file
from load.files
where
    status = 'loaded'
    and exists (select scope.school_id from scope)
    and (select bool_or(viewer.sees_every_school) from viewer)
order by file
