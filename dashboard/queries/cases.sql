-- Grain: one case that counts in the period, newest first; that of an attestation with the answer and who gave it.
-- Sources: result.cases, warehouse.accounts, mart.latest_answers.
-- $controls, $clauses and $outcomes are lists; an empty one leaves nothing out.
select
    scope.school_name,
    cases.*,
    accounts.handle as account_handle,
    accounts.platform as account_platform,
    answers.answer,
    answers.attested_on,
    answers.attested_by_role
from scope_case as cases
inner join scope on cases.school_id = scope.school_id
left join warehouse.accounts as accounts on cases.account_id = accounts.account_id
left join mart.latest_answers as answers
    on
        cases.case_kind = 'attestation'
        and cases.school_id = answers.school_id
        and cases.clause_id = answers.clause_id
        and cases.judged_on = answers.judged_on
where
    (len($controls) = 0 or list_contains($controls, cases.control))
    and (len($clauses) = 0 or list_contains($clauses, cases.clause_id))
    and (len($outcomes) = 0 or list_contains($outcomes, cases.outcome))
order by cases.judged_on desc, cases.school_id, cases.case_id, cases.clause_id
