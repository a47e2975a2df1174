-- Grain: one school and clause judged by breaches, in force in the period, with its own rule of what a breach is.
-- Sources: result.clauses (the rule last in force), scope_status.
with

in_force as (
    select
        scope.school_name,
        clauses.*
    from result.clauses as clauses
    inner join scope
        on
            clauses.school_id = scope.school_id
            and clauses.in_force_from <= scope.looked_at_on
            and clauses.in_force_to >= scope.period_start
    where clauses.evidence = 'breach'
    qualify
        row_number() over (
            partition by clauses.school_id, clauses.clause_id
            order by clauses.in_force_from desc
        ) = 1
)

select
    in_force.school_id,
    in_force.school_name,
    in_force.policy_title,
    in_force.clause_id,
    in_force.requirement,
    in_force.breach_rule,
    case
        when list_contains(string_split(json_extract_string(in_force.parameters, '$.category'), '+'), 'contact_with_learner')
            then in_force.past_pupils
    end as past_pupils,
    coalesce(status.missed, 0) as breach_count,
    coalesce(status.status, 'not_judged') not in ('no_data', 'not_judged') as is_known
from in_force
left join scope_status as status
    on
        in_force.school_id = status.school_id
        and in_force.clause_id = status.clause_id
order by in_force.clause_id, in_force.school_name, in_force.school_id
