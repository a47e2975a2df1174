-- A school opens longer on some school days than on others, which deadlines in working hours do not allow for.
select
    school_id,
    min(open_minutes) as shortest,
    max(open_minutes) as longest
from warehouse.school_days
where is_school_day
group by school_id
having min(open_minutes) <> max(open_minutes)
