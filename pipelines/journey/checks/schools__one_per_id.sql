-- A school is in the warehouse twice.
select
    school_id,
    count(*) as row_count
from warehouse.schools
group by school_id
having count(*) > 1
