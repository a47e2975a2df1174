-- Grain: one school and clause in the period in view; the relation `scope_status` of a period by name.
select status.*
from result.clause_status as status
inner join scope
    on
        status.school_id = scope.school_id
        and status.period_kind = scope.period_kind
        and status.period_name = scope.period_name
