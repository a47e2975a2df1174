-- Grain: one school and clause of its policy that was in force in the period, judged or not, with its status there.
-- An attested clause comes with the answer last given by the end of the period, unless cases of another kind judge it.
-- is_adopted: the school chose its policy; a duty of every school is not chosen.
-- Sources: result.clauses (the rule last in force), result.adoptions, result.controls, scope_status, mart.latest_answers.
with

in_force as (
    select
        scope.school_name,
        scope.looked_at_on as answered_by,
        clauses.*
    from result.clauses as clauses
    inner join scope
        on
            clauses.school_id = scope.school_id
            and clauses.in_force_from <= scope.looked_at_on
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
    in_force.policy in (
        select adoptions.policy from result.adoptions as adoptions where adoptions.school_id = in_force.school_id
    ) as is_adopted,
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
    coalesce(status.status, 'not_judged') as status,
    answers.answer,
    answers.attested_on,
    answers.attested_by_role,
    answers.evidence as evidence_kept
from in_force
left join result.controls as controls on in_force.control = controls.control
left join scope_status as status
    on
        in_force.school_id = status.school_id
        and in_force.clause_id = status.clause_id
left join mart.latest_answers as answers
    on
        in_force.evidence = 'attested'
        and (controls.case_kind = 'attestation' or status.cases = 0)
        and in_force.school_id = answers.school_id
        and in_force.clause_id = answers.clause_id
        and in_force.answered_by = answers.judged_on
order by in_force.school_name, in_force.school_id, in_force.clause_id
