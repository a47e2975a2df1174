-- Grain: one enquiry on an account of which both sides are known, in the half-term it was received in.
-- Sources: mart.enquiries, warehouse.accounts, periods, activity, result.cases.
-- outcome: by the clauses on replies, the worst where several judge it. author: who wrote first, as a pseudonym.
with

judged as (
    select
        school_id,
        case_id,
        case
            when bool_or(outcome = 'missed') then 'missed'
            when bool_or(outcome = 'pending') then 'pending'
            else 'met'
        end as outcome
    from result.cases
    where control = 'response_within'
    group by school_id, case_id
),

authors as (
    select
        account_id,
        thread_id,
        arg_min(author_id, sent_at) as author
    from warehouse.activity
    where direction = 'inbound'
    group by account_id, thread_id
)

select
    enquiries.school_id,
    periods.period_name as period,
    coalesce(accounts.platform, 'not_known') as platform,
    authors.author,
    coalesce(judged.outcome, 'untargeted') as outcome,
    enquiries.is_open,
    enquiries.waiting_working_minutes as working_minutes,
    enquiries.waiting_elapsed_minutes as elapsed_minutes
from scope
inner join warehouse.periods as periods
    on
        scope.school_id = periods.school_id
        and periods.period_kind = 'half_term'
inner join mart.enquiries as enquiries
    on
        scope.school_id = enquiries.school_id
        and enquiries.received_on between periods.period_start and periods.period_end
inner join warehouse.accounts as accounts
    on
        enquiries.account_id = accounts.account_id
        and not accounts.is_answered_only
left join judged
    on
        enquiries.school_id = judged.school_id
        and enquiries.enquiry_id = judged.case_id
left join authors
    on
        enquiries.account_id = authors.account_id
        and enquiries.thread_id = authors.thread_id
order by enquiries.school_id, enquiries.received_at, enquiries.enquiry_id
