-- Grain: one account that files can be of. Sources: warehouse.accounts.
select
    accounts.school_id,
    accounts.account_id,
    concat(accounts.platform, ': ', accounts.account_id) as account_name
from warehouse.accounts as accounts
semi join scope on accounts.school_id = scope.school_id
where accounts.is_registered
order by account_name
