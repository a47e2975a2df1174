-- One row per person and school, by pseudonym, with the group that training and acknowledgement are counted by. Who is on the
-- rosters of a school under two of its ids is one person: in post since the earlier, and otherwise as the later says.
-- From staged.people.
with

people_known as (
    select
        people.*,
        coalesce(ids.school_id, people.school_id) as present_school_id,
        as_at.as_at_on
    from staged.people as people
    cross join staged.as_at as as_at
    left join warehouse.school_ids as ids on ids.any_id = people.school_id
    where people.started_on <= as_at.as_at_on
),

rosters_joined as (
    select
        *,
        min(started_on) over (partition by person_id, present_school_id) as first_started_on
    from people_known
    qualify row_number() over (
        partition by person_id, present_school_id
        order by case when school_id = present_school_id then 0 else 1 end, started_on desc, school_id
    ) = 1
)

select
    person_id,
    present_school_id as school_id,
    role,
    case
        when role in ('governor', 'chair') then 'governors'
        when role = 'volunteer' then 'volunteers'
        when role in ('contractor', 'agency') then 'contractors'
        when role = 'student' then 'students'
        when role = 'parent' then 'parents'
        else 'staff'
    end as role_group,
    first_started_on as started_on,
    case when left_on <= as_at_on then left_on end as left_on,
    family_link,
    case when family_link_declared_on <= as_at_on then family_link_declared_on end as family_link_declared_on
from rosters_joined
