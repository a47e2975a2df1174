-- Grain: one enquiry that is open now and was received by the end of the period, oldest first.
-- Sources: mart.enquiries, result.cases, warehouse.accounts. due_at is the earliest time that a clause promised;
-- state says where that promise stands: overdue, not_due_yet, acknowledged (which the clause lets count) or no_target.
with

outermost as (
    select
        min(period_start) as first_on,
        max(period_end) as last_on,
        count(*) = (select count(*) from warehouse.schools) as is_every_school
    from scope
),

open_now as (
    select
        enquiries.*,
        scope.school_name,
        enquiries.received_on >= scope.period_start as is_in_period
    from scope
    inner join mart.enquiries as enquiries
        on
            scope.school_id = enquiries.school_id
            and enquiries.received_on <= scope.period_end
    where enquiries.is_open
    union all
    select
        enquiries.*,
        null as school_name,
        enquiries.received_on >= outermost.first_on as is_in_period
    from outermost
    inner join mart.enquiries as enquiries
        on
            enquiries.school_id is null
            and outermost.is_every_school
            and enquiries.received_on <= outermost.last_on
    where enquiries.is_open
),

promised as (
    select
        cases.school_id,
        cases.case_id,
        min(cases.due_at) as due_at,
        case
            when bool_or(cases.outcome = 'missed' and cases.done_at is null) then 'overdue'
            when bool_or(cases.outcome = 'pending') then 'not_due_yet'
            else 'acknowledged'
        end as state
    from result.cases as cases
    semi join scope on cases.school_id = scope.school_id
    where cases.control = 'response_within'
    group by cases.school_id, cases.case_id
)

select
    open_now.school_name,
    open_now.account_id,
    accounts.handle,
    accounts.platform,
    accounts.is_registered,
    accounts.is_answered_only,
    open_now.received_at,
    open_now.acknowledged_at,
    open_now.waiting_elapsed_minutes as elapsed_minutes,
    open_now.waiting_working_minutes as working_minutes,
    open_now.is_in_period,
    promised.due_at,
    coalesce(promised.state, 'no_target') as state
from open_now
inner join warehouse.accounts as accounts on open_now.account_id = accounts.account_id
left join promised
    on
        open_now.school_id = promised.school_id
        and open_now.enquiry_id = promised.case_id
order by open_now.received_at, open_now.enquiry_id
