-- Grain: one school that may be chosen. Sources: warehouse.schools.
select
    scope.school_id,
    scope.school_name,
    schools.trust_name,
    schools.phase,
    schools.policy,
    schools.has_term_dates,
    scope.as_at_on,
    scope.as_at_at
from scope
inner join warehouse.schools as schools on scope.school_id = schools.school_id
order by scope.school_name, scope.school_id
