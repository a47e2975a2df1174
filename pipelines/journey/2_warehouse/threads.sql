-- One row per item that came without a thread but answers another: its thread is that of the item at the head of its
-- reply links. Each step doubles the links followed; five steps follow 32, a longer chain becomes two threads.
-- From staged.activity.
with

links as (
    select
        account_id,
        item_id,
        in_reply_to as head_id
    from staged.activity
    where thread_id is null and in_reply_to is not null
),

followed_2 as (
    select
        links.account_id,
        links.item_id,
        coalesce(further.head_id, links.head_id) as head_id
    from links
    left join links as further on further.account_id = links.account_id and further.item_id = links.head_id
),

followed_4 as (
    select
        links.account_id,
        links.item_id,
        coalesce(further.head_id, links.head_id) as head_id
    from followed_2 as links
    left join followed_2 as further on further.account_id = links.account_id and further.item_id = links.head_id
),

followed_8 as (
    select
        links.account_id,
        links.item_id,
        coalesce(further.head_id, links.head_id) as head_id
    from followed_4 as links
    left join followed_4 as further on further.account_id = links.account_id and further.item_id = links.head_id
),

followed_16 as (
    select
        links.account_id,
        links.item_id,
        coalesce(further.head_id, links.head_id) as head_id
    from followed_8 as links
    left join followed_8 as further on further.account_id = links.account_id and further.item_id = links.head_id
),

followed_32 as (
    select
        links.account_id,
        links.item_id,
        coalesce(further.head_id, links.head_id) as head_id
    from followed_16 as links
    left join followed_16 as further on further.account_id = links.account_id and further.item_id = links.head_id
),

heads_named as (
    select
        links.account_id,
        links.item_id,
        coalesce(heads.thread_id, links.head_id) as thread_id
    from followed_32 as links
    left join staged.activity as heads
        on heads.account_id = links.account_id
        and heads.item_id = links.head_id
        and heads.thread_id is not null
)

select * from heads_named
