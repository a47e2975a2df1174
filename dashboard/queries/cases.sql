-- Grain: one case that counts in the period, newest first. Sources: result.cases, warehouse.accounts.
-- $controls, $clauses and $outcomes are lists; an empty one leaves nothing out.
select
    scope.school_name,
    cases.*,
    accounts.handle as account_handle,
    accounts.platform as account_platform
from scope_case as cases
inner join scope on cases.school_id = scope.school_id
left join warehouse.accounts as accounts on cases.account_id = accounts.account_id
where
    (len($controls) = 0 or list_contains($controls, cases.control))
    and (len($clauses) = 0 or list_contains($clauses, cases.clause_id))
    and (len($outcomes) = 0 or list_contains($outcomes, cases.outcome))
order by cases.judged_on desc, cases.school_id, cases.case_id, cases.clause_id
