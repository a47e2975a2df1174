-- Grain: one account of the schools in view, registered or not. Sources: warehouse.accounts.
select
    accounts.account_id,
    accounts.handle,
    accounts.platform
from scope
inner join warehouse.accounts as accounts on scope.school_id = accounts.school_id
order by accounts.account_id
