-- A case has no day or no outcome, or one that is to be on a day that has not come.
select
    cases.school_id,
    cases.clause_id,
    cases.case_id,
    cases.judged_on,
    cases.outcome
from result.cases as cases
cross join warehouse.as_at as as_at
where
    cases.judged_on is null
    or (cases.judged_on > as_at.as_at_on and cases.outcome <> 'pending')
    or cases.outcome is null
    or cases.outcome not in ('met', 'missed', 'pending')
