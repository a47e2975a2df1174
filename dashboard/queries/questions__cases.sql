-- Grain: one rule of $rules (rule, controls, outcome, still_open, per), and one school, or one of its accounts or clauses,
-- of which such a case counts in the period. Sources: scope_case.
-- cases: those with the outcome (still_open: not done yet), judged: those whose time had come. One thing that several
-- clauses judge is one case. What a return says of a whole audience has questions of its own.
with

rules as (
    select unnest($rules, recursive := true)
),

cases as (
    select
        rules.rule,
        cases.school_id,
        cases.case_id,
        cases.judged_on,
        cases.outcome <> 'pending' as is_judged,
        cases.outcome = rules.outcome and not (rules.still_open and cases.done_at is not null) as is_asked,
        case rules.per when 'account' then cases.account_id when 'clause' then cases.clause_id else '' end as subject
    from rules
    inner join scope_case as cases
        on
            list_contains(rules.controls, cases.control)
            and cases.case_kind <> 'audience'
)

select
    rule,
    school_id,
    subject,
    count(distinct case_id) filter (where is_asked) as cases,
    count(distinct case_id) filter (where is_judged) as judged,
    min(judged_on) filter (where is_asked) as first_on,
    max(judged_on) filter (where is_asked) as latest_on
from cases
where subject is not null
group by rule, school_id, subject
having count(*) filter (where is_asked) > 0
order by rule, school_id, subject
