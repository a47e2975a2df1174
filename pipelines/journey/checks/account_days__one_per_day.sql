-- An account has a day twice.
select
    account_id,
    on_date,
    count(*) as row_count
from mart.account_days
group by account_id, on_date
having count(*) > 1
