-- One row per person and school, by pseudonym, with the group that training and acknowledgement are counted by.
-- From staged.people.
select
    people.person_id,
    coalesce(ids.school_id, people.school_id) as school_id,
    people.role,
    case
        when people.role in ('governor', 'chair') then 'governors'
        when people.role = 'volunteer' then 'volunteers'
        when people.role in ('contractor', 'agency') then 'contractors'
        when people.role = 'student' then 'students'
        when people.role = 'parent' then 'parents'
        else 'staff'
    end as role_group,
    people.started_on,
    case when people.left_on <= as_at.as_at_on then people.left_on end as left_on,
    people.family_link,
    case
        when people.family_link_declared_on <= as_at.as_at_on then people.family_link_declared_on
    end as family_link_declared_on
from staged.people as people
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = people.school_id
where people.started_on <= as_at.as_at_on
