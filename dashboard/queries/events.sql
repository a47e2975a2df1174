-- Grain: one recorded event that marks the charts of schools in view. Sources: warehouse.events.
-- is_of_all: it concerns every school in view; rebase: new limits begin with it.
with

schools as (
    select count(*) as school_count
    from scope
)

select
    events.happened_on,
    events.label,
    bool_or(events.rebase) as rebase,
    count(distinct events.school_id) = max(schools.school_count) as is_of_all,
    list(distinct scope.school_name order by scope.school_name) as school_names
from scope
inner join warehouse.events as events on scope.school_id = events.school_id
cross join schools
group by events.happened_on, events.label
order by events.happened_on, events.label
