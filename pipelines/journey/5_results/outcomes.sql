-- One row per case of the controls that judge an outcome themselves. Where they give days, these become instants: a thing began or
-- was done as its day began, and was due by the end of its day.
-- From the relation outcome (what those controls select), warehouse.school_days.
select
    outcome.school_id,
    outcome.clause_id,
    outcome.control,
    outcome.case_id,
    outcome.case_kind,
    outcome.account_id,
    outcome.judged_on,
    coalesce(outcome.began_at, began.midnight_at, cast(outcome.began_on as timestamp)) as began_at,
    coalesce(outcome.due_at, after_due.midnight_at, cast(outcome.due_on as timestamp) + interval '1' day) as due_at,
    coalesce(outcome.done_at, done.midnight_at, cast(outcome.done_on as timestamp)) as done_at,
    outcome.outcome,
    outcome.value,
    outcome.unit
from outcome
left join warehouse.school_days as began
    on began.school_id = outcome.school_id
    and began.on_date = outcome.began_on
left join warehouse.school_days as after_due
    on after_due.school_id = outcome.school_id
    and after_due.on_date = cast(outcome.due_on + interval '1' day as date)
left join warehouse.school_days as done
    on done.school_id = outcome.school_id
    and done.on_date = outcome.done_on
