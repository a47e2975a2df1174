-- Grain: one school in view and recorded event with which its limits begin anew. Sources: warehouse.events.
select
    events.school_id,
    events.happened_on
from scope
inner join warehouse.events as events
    on
        scope.school_id = events.school_id
        and events.rebase
order by events.school_id, events.happened_on
