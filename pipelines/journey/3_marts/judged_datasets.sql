-- One row per school, data set of which anything is known and judging day: whether that day is covered, and the first day that is.
-- From warehouse.coverage, mart.judging_days.
select
    days.school_id,
    coverage.dataset,
    days.judged_on,
    bool_or(days.judged_on between coverage.covers_from and coverage.covers_to) as is_covered,
    min(coverage.covers_from) as known_from
from mart.judging_days as days
inner join warehouse.coverage as coverage on coverage.school_id = days.school_id
group by days.school_id, coverage.dataset, days.judged_on
