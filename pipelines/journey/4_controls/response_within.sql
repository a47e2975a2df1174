/*---
question = "Was each enquiry answered in time?"
rule = "Every enquiry is answered within {working_days}{working_hours}{acknowledgement}"
grain = "one enquiry: a run of inbound items in one thread that wait for the same reply"
case_kind = "enquiry"
judged_on = "the local day on which its earliest item came in"
dataset = "enquiries"
open = "missed once due, pending before"
no_data = "Hand in exports of the accounts that hold what was received as well as what was sent, or a nil return of activity."
zero = "not_applicable"
unit = "working days, school days or working hours"
one_of = [["working_days", "working_hours"]]

[parameters.working_days]
type = "integer"
unit = "{count}"
meaning = "the promise in days; the day of receipt is day 0, and the promise lasts to the end of the last day"

[parameters.working_hours]
type = "number"
unit = "working hours"
meaning = "the promise in the school's opening hours on school days"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count: every weekday that is no bank holiday, or school days only"

[parameters.acknowledgement]
type = "boolean"
default = false
says = { true = "; an acknowledgement counts", false = "" }
meaning = "whether a reply that only acknowledges ends the wait"

[sentences]
met = "Received {began_at}; answered {done_at}, after {value}."
missed = "Received {began_at} and due by {due_at}; answered: {done_at}. The wait: {value}."
pending = "Received {began_at}; due by {due_at}. Waiting for {value} so far."
---*/
-- An account whose exports hold only what was answered gives no case: what went unanswered there is not known, so that
-- its answers would make a share of nothing but answers.
-- From mart.enquiries, warehouse.accounts.
with

answers_chosen as (
    select
        clause.school_id,
        clause.clause_id,
        clause.working_days,
        clause.working_hours,
        clause.count as counts,
        enquiries.enquiry_id,
        enquiries.account_id,
        enquiries.received_at,
        enquiries.received_on,
        enquiries.received_minute,
        enquiries.acknowledged_at,
        enquiries.acknowledged_on,
        enquiries.acknowledged_minute,
        enquiries.replied_at,
        enquiries.replied_on,
        enquiries.replied_minute,
        clause.acknowledgement and enquiries.acknowledged_at is not null as is_ended_by_acknowledgement
    from clause
    inner join mart.enquiries as enquiries
        on enquiries.school_id = clause.school_id
        and enquiries.received_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.accounts as accounts
        on accounts.account_id = enquiries.account_id
        and not accounts.is_answered_only
),

promises as (
    select
        school_id,
        clause_id,
        enquiry_id as case_id,
        account_id,
        received_at as began_at,
        received_on as began_on,
        received_minute as began_minute,
        case when is_ended_by_acknowledgement then acknowledged_at else replied_at end as done_at,
        case when is_ended_by_acknowledgement then acknowledged_on else replied_on end as done_on,
        case when is_ended_by_acknowledgement then acknowledged_minute else replied_minute end as done_minute,
        working_days,
        working_hours,
        counts
    from answers_chosen
)

select * from promises
