-- One row per report presented by as-at and school that it told of; one without a school tells of all in its folder.
-- From staged.reports, warehouse.folder_schools.
select
    reports.report_id,
    coalesce(folders.school_id, ids.school_id, reports.school_id) as school_id,
    reports.audience,
    reports.presented_on,
    reports.school_id is null as is_for_whole_trust
from staged.reports as reports
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = reports.school_id
left join warehouse.folder_schools as folders on reports.school_id is null and folders.folder = reports._folder
where reports.presented_on <= as_at.as_at_on
