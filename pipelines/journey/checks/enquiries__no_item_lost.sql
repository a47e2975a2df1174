-- An item that needs a reply is in no enquiry, or in two.
with

waiting as (
    select
        account_id,
        count(*) as waiting_count
    from warehouse.activity
    where direction = 'inbound' and coalesce(needs_reply, kind <> 'review')
    group by account_id
),

gathered as (
    select
        account_id,
        sum(item_count) as item_count
    from mart.enquiries
    group by account_id
)

select
    waiting.account_id,
    waiting.waiting_count,
    gathered.item_count
from waiting
left join gathered on gathered.account_id = waiting.account_id
where waiting.waiting_count <> coalesce(gathered.item_count, 0)
