-- Grain: one account and stretch of days that is missing between two of its exports. Sources: warehouse.export_gaps.
-- An account whose school nobody can tell stands here whichever schools are in view.
select
    coalesce(schools.school_name, 'not known') as school_name,
    gaps.account_id,
    gaps.gap_from,
    gaps.gap_to,
    gaps.file_before,
    gaps.file_after
from warehouse.export_gaps as gaps
left join warehouse.schools as schools on schools.school_id = gaps.school_id
where gaps.school_id is null or gaps.school_id in (select scope.school_id from scope)
order by school_name, gaps.account_id, gaps.gap_from
