-- One row per school of the register, under the id it has now.
-- From staged.schools, with whether any term dates apply to it.
with

schools as (
    select schools.*
    from staged.schools as schools
    inner join warehouse.school_ids as ids on ids.any_id = schools.school_id and ids.school_id = schools.school_id
),

dated as (
    select distinct school_id from warehouse.term_dates where kind = 'term'
)

select
    schools.school_id,
    schools.school_name,
    schools.trust_name,
    schools.phase,
    schools.nation,
    schools.policy,
    schools.pupils,
    coalesce(schools.day_start, 510) as opens_minute,
    coalesce(schools.day_end, 990) as closes_minute,
    dated.school_id is not null as has_term_dates,
    schools.predecessor_id
from schools
left join dated on dated.school_id = schools.school_id
