-- One row per case of the controls that judge an outcome themselves. Where they give days, these become instants: a thing began or
-- was done as its day began, and was due by the end of its day.
-- From the relation outcome (what those controls select), warehouse.midnights.
select
    outcome.school_id,
    outcome.clause_id,
    outcome.control,
    outcome.case_id,
    outcome.case_kind,
    outcome.account_id,
    outcome.judged_on,
    coalesce(outcome.began_at, began.midnight_at) as began_at,
    coalesce(outcome.due_at, after_due.midnight_at) as due_at,
    coalesce(outcome.done_at, done.midnight_at) as done_at,
    outcome.outcome,
    outcome.value,
    outcome.unit
from outcome
left join warehouse.midnights as began on began.on_date = outcome.began_on
left join warehouse.midnights as after_due on after_due.on_date = cast(outcome.due_on + interval '1' day as date)
left join warehouse.midnights as done on done.on_date = outcome.done_on
