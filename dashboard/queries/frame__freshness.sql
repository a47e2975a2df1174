-- Grain: one data set: the days it covers for the schools in view. Sources: warehouse.coverage.
select
    coverage.dataset,
    min(coverage.covers_from) as covers_from,
    max(coverage.covers_to) as covers_to,
    count(distinct coverage.school_id) as school_count
from scope
inner join warehouse.coverage as coverage on scope.school_id = coverage.school_id
group by coverage.dataset
order by coverage.dataset
