-- Grain: one school and clause of its policy that was in force in the period, judged or not, with its status there.
-- Sources: result.clauses (the rule last in force), result.controls, scope_status.
with

in_force as (
    select
        scope.school_name,
        clauses.*
    from result.clauses as clauses
    inner join scope
        on
            clauses.school_id = scope.school_id
            and clauses.in_force_from <= least(scope.period_end, scope.as_at_on)
            and clauses.in_force_to >= scope.period_start
    qualify
        row_number() over (
            partition by clauses.school_id, clauses.policy, clauses.clause_id
            order by clauses.in_force_from desc
        ) = 1
)

select
    in_force.school_id,
    in_force.school_name,
    in_force.policy,
    in_force.policy_title,
    in_force.clause_id,
    in_force.theme,
    in_force.requirement,
    coalesce(in_force.rule, '') as rule,
    coalesce(in_force.breach_rule, '') as breach_rule,
    coalesce(in_force.note, '') as note,
    in_force.evidence,
    in_force.control,
    in_force.expect,
    controls.dataset,
    controls.no_data,
    coalesce(status.cases, 0) as cases,
    coalesce(status.met, 0) as met,
    coalesce(status.missed, 0) as missed,
    coalesce(status.pending, 0) as pending,
    status.value,
    status.unit,
    coalesce(status.status, 'not_judged') as status
from in_force
left join result.controls as controls on in_force.control = controls.control
left join scope_status as status
    on
        in_force.school_id = status.school_id
        and in_force.clause_id = status.clause_id
order by in_force.school_name, in_force.school_id, in_force.clause_id
