-- One row per folder that holds a file speaking for several schools, and school that it speaks for:
-- the schools whose register lies in that folder or below it; where there is none, those whose register lies above.
-- From the rows without a school of staged.term_dates, reports and events.
with

folders as (
    select _folder as folder from staged.term_dates where school_id is null
    union
    select _folder as folder from staged.reports where school_id is null
    union
    select _folder as folder from staged.events where school_id is null
),

registers as (
    select
        ids.school_id,
        max(schools._folder) as folder
    from staged.schools as schools
    inner join warehouse.school_ids as ids on ids.any_id = schools.school_id
    group by ids.school_id
),

related as (
    select
        folders.folder,
        registers.school_id,
        folders.folder = ''
        or registers.folder = folders.folder
        or left(registers.folder, length(folders.folder) + 1) = folders.folder || '/' as is_below,
        registers.folder = ''
        or left(folders.folder, length(registers.folder) + 1) = registers.folder || '/' as is_above
    from folders
    cross join registers
),

nearest_taken as (
    select
        folder,
        school_id
    from related
    where is_below or is_above
    qualify is_below or not bool_or(is_below) over (partition by folder)
)

select * from nearest_taken
