-- One row per school and half-term, holiday or inset day that applies to it. A school's own half-terms displace those
-- given for every school in the folder, for that academic year; of shared files the one in the deepest folder wins.
-- Own holidays and inset days alone add to the shared ones.
-- From staged.term_dates.
with

shared as (
    select
        folders.school_id,
        dates.academic_year,
        dates.name,
        dates.kind,
        dates.starts_on,
        dates.ends_on,
        length(dates._folder) as closeness
    from staged.term_dates as dates
    inner join warehouse.folder_schools as folders on folders.folder = dates._folder
    where dates.school_id is null
),

own as (
    select
        ids.school_id,
        dates.academic_year,
        dates.name,
        dates.kind,
        dates.starts_on,
        dates.ends_on,
        1000000 as closeness
    from staged.term_dates as dates
    inner join warehouse.school_ids as ids on ids.any_id = dates.school_id
),

applying as (
    select * from shared
    union all
    select * from own
),

years_named_alike as (
    select
        school_id,
        left(academic_year, 4) || '/' || right(academic_year, 2) as academic_year,
        trim(name) as name,
        kind,
        starts_on,
        ends_on,
        closeness
    from applying
),

closest_terms_known as (
    select
        *,
        max(case when kind = 'term' then closeness else 0 end) over (partition by school_id, academic_year) as closest
    from years_named_alike
)

select distinct
    school_id,
    academic_year,
    name,
    kind,
    starts_on,
    ends_on
from closest_terms_known
where closeness >= closest
