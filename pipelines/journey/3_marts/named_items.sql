-- One row per human reply that names an inbound item of its account, with that item: its thread, when it arrived, and
-- whether this reply could answer it (it waited for a reply, and had arrived).
-- From warehouse.activity.
select
    replies.account_id,
    replies.item_id,
    items.thread_id,
    items.item_id as named_id,
    items.sent_at as named_at,
    coalesce(items.needs_reply, items.kind <> 'review') and items.sent_at <= replies.sent_at as is_answerable
from warehouse.activity as replies
inner join warehouse.activity as items
    on items.account_id = replies.account_id
    and items.item_id = replies.in_reply_to
where
    replies.direction = 'outbound'
    and replies.kind <> 'post'
    and not coalesce(replies.automatic, false)
    and items.direction = 'inbound'
