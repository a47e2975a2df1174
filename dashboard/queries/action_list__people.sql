-- Grain: one person who is or was on the roster of a school in view. Sources: warehouse.people.
select distinct people.person_id
from warehouse.people as people
semi join scope on people.school_id = scope.school_id
