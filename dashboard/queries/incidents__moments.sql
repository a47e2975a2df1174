-- Grain: one moment at which a school in view reported an incident, up to the end of the period.
-- Sources: mart.incidents, warehouse.school_days.
-- clock: school days of that school passed by then, the day's share by its opening hours, so that a holiday is no long gap.
select
    incidents.school_id,
    incidents.reported_at,
    any_value(
        days.school_day_number
        - case
            when days.is_school_day
                then
                    1 - least(greatest(incidents.reported_minute - days.opens_minute, 0), days.open_minutes)
                    / days.open_minutes
            else 0
        end
    ) as clock
from scope
inner join mart.incidents as incidents
    on
        scope.school_id = incidents.school_id
        and incidents.reported_on <= scope.period_end
inner join warehouse.school_days as days
    on
        incidents.school_id = days.school_id
        and incidents.reported_on = days.on_date
group by incidents.school_id, incidents.reported_at
order by incidents.reported_at, incidents.school_id
