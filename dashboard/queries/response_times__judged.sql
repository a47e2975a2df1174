-- Grain: one account and clause on replies, with the enquiries received in the period that it judges.
-- Sources: scope_case, warehouse.accounts. Overdue are those missed that are open still. Left out are accounts of
-- which only answered messages are known: no share can be made of them.
select
    cases.school_id,
    cases.account_id,
    cases.clause_id,
    count(*) filter (where cases.outcome = 'met') as met,
    count(*) filter (where cases.outcome = 'missed') as missed,
    count(*) filter (where cases.outcome = 'missed' and cases.done_at is null) as overdue,
    count(*) filter (where cases.outcome = 'pending') as pending
from scope_case as cases
inner join warehouse.accounts as accounts on cases.account_id = accounts.account_id
where
    cases.control = 'response_within'
    and not accounts.is_answered_only
group by cases.school_id, cases.account_id, cases.clause_id
order by cases.school_id, cases.account_id, cases.clause_id
