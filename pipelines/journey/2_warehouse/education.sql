-- One row per education session held by as-at.
-- From staged.education.
select
    education.session_id,
    coalesce(ids.school_id, education.school_id) as school_id,
    education.audience,
    education.topic,
    education.held_on,
    education.attended,
    education.eligible,
    education.minimum_age_covered,
    education.led_by_expert
from staged.education as education
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = education.school_id
where education.held_on <= as_at.as_at_on
