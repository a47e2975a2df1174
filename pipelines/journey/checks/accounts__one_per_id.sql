-- An account is in the warehouse twice.
select
    account_id,
    count(*) as row_count
from warehouse.accounts
group by account_id
having count(*) > 1
