-- Grain: one school in view: enquiries received in the period, and how many of them have had their answer by now.
-- Sources: mart.enquiries, warehouse.accounts. Left out are accounts of which only answered messages are known.
select
    scope.school_id,
    count(enquiries.enquiry_id) filter (where not enquiries.is_open) as kept,
    count(enquiries.enquiry_id) filter (where enquiries.is_open) as missed
from scope
inner join mart.enquiries as enquiries
    on
        scope.school_id = enquiries.school_id
        and enquiries.received_on between scope.period_start and least(scope.period_end, scope.as_at_on)
inner join warehouse.accounts as accounts
    on
        enquiries.account_id = accounts.account_id
        and not accounts.is_answered_only
group by scope.school_id
order by scope.school_id
