-- A school does not have each day of the calendar exactly once.
with

counted as (
    select
        schools.school_id,
        count(days.on_date) as day_count,
        count(distinct days.on_date) as distinct_day_count
    from warehouse.schools as schools
    left join warehouse.school_days as days on days.school_id = schools.school_id
    group by schools.school_id
),

calendar as (
    select count(distinct on_date) as calendar_day_count from staged.days
)

select
    counted.school_id,
    counted.day_count,
    calendar.calendar_day_count
from counted
cross join calendar
where counted.day_count <> calendar.calendar_day_count or counted.distinct_day_count <> counted.day_count
