-- One row per event by as-at and school whose charts it marks; one without a school marks those of all in its folder.
-- From staged.events, warehouse.folder_schools.
select
    coalesce(folders.school_id, ids.school_id, events.school_id) as school_id,
    events.happened_on,
    events.label,
    coalesce(events.rebase, false) as rebase
from staged.events as events
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = events.school_id
left join warehouse.folder_schools as folders on events.school_id is null and folders.folder = events._folder
where events.happened_on <= as_at.as_at_on
