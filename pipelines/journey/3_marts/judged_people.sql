-- One row per person, school and judging day on which the person was in post there; the last day counts.
-- From warehouse.people, mart.judging_days.
select
    people.school_id,
    days.judged_on,
    people.person_id,
    people.role,
    people.role_group,
    people.started_on,
    people.family_link,
    case
        when people.family_link_declared_on <= days.judged_on then people.family_link_declared_on
    end as family_link_declared_on
from warehouse.people as people
inner join mart.judging_days as days
    on days.school_id = people.school_id
    and days.judged_on between people.started_on and coalesce(people.left_on, date '9999-12-31')
