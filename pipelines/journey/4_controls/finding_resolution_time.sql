/*---
question = "Was what a check found dealt with in time?"
rule = "What a check of an account finds is dealt with within {working_days}{working_hours}"
grain = "one finding of a check of an account"
case_kind = "finding"
judged_on = "the local day of the check"
dataset = "monitoring"
open = "missed once due, pending before"
no_data = "Hand in the monitoring log for the period, with when findings were resolved, or a nil return."
zero = "not_applicable"
unit = "working days, school days or working hours"
one_of = [["working_days", "working_hours"]]

[parameters.working_days]
type = "integer"
unit = "{count}"
meaning = "the promise in days; the day of the check is day 0, and the promise lasts to the end of the last day"

[parameters.working_hours]
type = "number"
unit = "working hours"
meaning = "the promise in the school's opening hours on school days"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count: every weekday that is no bank holiday, or school days only"

[sentences]
met = "Found {began_at}; dealt with {done_at}, after {value}."
missed = "Found {began_at}, to be dealt with by {due_at}; dealt with: {done_at}. The wait: {value}."
pending = "Found {began_at}; to be dealt with by {due_at}."
---*/
-- What a sweep of the public internet finds lies on no account of the school, and is not judged here.
-- From warehouse.monitoring.
with

promises as (
    select
        clause.school_id,
        clause.clause_id,
        findings.check_id as case_id,
        findings.account_id,
        findings.checked_at as began_at,
        findings.checked_on as began_on,
        findings.checked_minute as began_minute,
        findings.resolved_at as done_at,
        findings.resolved_on as done_on,
        findings.resolved_minute as done_minute,
        clause.working_days,
        clause.working_hours,
        clause.count as counts
    from clause
    inner join warehouse.monitoring as findings
        on findings.school_id = clause.school_id
        and findings.checked_on between clause.in_force_from and clause.in_force_to
    where findings.outcome = 'finding' and findings.kind <> 'public_sweep'
)

select * from promises
