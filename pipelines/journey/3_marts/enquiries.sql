-- One row per enquiry: a run of inbound items in one thread that wait for the same reply. It starts at the earliest unanswered
-- item and ends at the first human reply after it, however late. An acknowledgement is noted and ends nothing.
-- A reply that names an inbound item belongs to that item's thread and run. It is spent, and ends nothing, where that item waited
-- for no reply, arrived later, or was answered already: where a direct reply came between (one that names nothing, or whose
-- item no other reply followed).
-- From warehouse.activity, warehouse.school_days, warehouse.as_at.
with

items as (
    select
        account_id,
        school_id,
        platform,
        thread_id,
        item_id,
        in_reply_to,
        sent_at,
        sent_on,
        sent_minute,
        direction = 'inbound' as is_inbound,
        direction = 'inbound' and coalesce(needs_reply, kind <> 'review') as is_waiting,
        direction = 'outbound' and kind <> 'post' and not coalesce(automatic, false) as is_human_reply,
        coalesce(acknowledgement, false) as is_acknowledgement
    from warehouse.activity
),

waiting_or_reply as (
    select
        items.account_id,
        items.school_id,
        items.platform,
        coalesce(named.thread_id, items.thread_id) as thread_id,
        items.item_id,
        items.sent_at,
        items.sent_on,
        items.sent_minute,
        items.is_waiting,
        items.is_acknowledgement,
        named.item_id as named_id,
        named.sent_at as named_at
    from items
    left join items as named
        on items.is_human_reply
        and named.is_inbound
        and named.account_id = items.account_id
        and named.item_id = items.in_reply_to
    where
        items.is_waiting
        or (items.is_human_reply and coalesce(named.is_waiting and named.sent_at <= items.sent_at, true))
),

acknowledgements as (
    select * from waiting_or_reply where is_acknowledgement and not is_waiting
),

replies_counted as (
    select
        *,
        sum(case when is_waiting then 0 else 1 end) over (
            partition by account_id, thread_id order by sent_at, is_waiting desc, item_id
            rows between unbounded preceding and current row
        ) as replies_so_far
    from waiting_or_reply
    where is_waiting or not is_acknowledgement
),

direct_replies_found as (
    select
        items.*,
        not items.is_waiting and coalesce(items.replies_so_far = named.replies_so_far + 1, true) as is_direct_reply
    from replies_counted as items
    left join replies_counted as named on named.account_id = items.account_id and named.item_id = items.named_id
),

direct_replies_counted as (
    select
        *,
        sum(case when is_direct_reply then 1 else 0 end) over (
            partition by account_id, thread_id order by sent_at, is_waiting desc, item_id
            rows between unbounded preceding and current row
        ) as direct_replies_so_far
    from direct_replies_found
),

spent_replies_removed as (
    select items.*
    from direct_replies_counted as items
    left join direct_replies_counted as named on named.account_id = items.account_id and named.item_id = items.named_id
    where items.is_direct_reply or coalesce(items.direct_replies_so_far = named.direct_replies_so_far, true)
),

runs_numbered as (
    select
        *,
        sum(case when is_waiting then 0 else 1 end) over (
            partition by account_id, thread_id order by sent_at, is_waiting desc, item_id
            rows between unbounded preceding and current row
        )
        - case when is_waiting then 0 else 1 end as run_number,
        is_waiting
        and not coalesce(
            lag(is_waiting) over (partition by account_id, thread_id order by sent_at, is_waiting desc, item_id),
            false
        ) as is_first
    from spent_replies_removed
),

item_counts as (
    select
        account_id,
        thread_id,
        run_number,
        count(*) as item_count
    from runs_numbered
    where is_waiting
    group by account_id, thread_id, run_number
),

replies_joined as (
    select
        firsts.account_id || '/' || firsts.item_id as enquiry_id,
        firsts.account_id,
        firsts.school_id,
        firsts.platform,
        firsts.thread_id,
        firsts.sent_at as received_at,
        firsts.sent_on as received_on,
        firsts.sent_minute as received_minute,
        replies.sent_at as replied_at,
        replies.sent_on as replied_on,
        replies.sent_minute as replied_minute,
        item_counts.item_count
    from runs_numbered as firsts
    inner join item_counts
        on item_counts.account_id = firsts.account_id
        and item_counts.thread_id = firsts.thread_id
        and item_counts.run_number = firsts.run_number
    left join runs_numbered as replies
        on replies.account_id = firsts.account_id
        and replies.thread_id = firsts.thread_id
        and replies.run_number = firsts.run_number
        and not replies.is_waiting
    where firsts.is_first
),

first_acknowledgements as (
    select
        enquiries.enquiry_id,
        acknowledgements.sent_at as acknowledged_at,
        acknowledgements.sent_on as acknowledged_on,
        acknowledgements.sent_minute as acknowledged_minute
    from replies_joined as enquiries
    inner join acknowledgements
        on acknowledgements.account_id = enquiries.account_id
        and acknowledgements.thread_id = enquiries.thread_id
    where
        coalesce(acknowledgements.named_at, acknowledgements.sent_at) >= enquiries.received_at
        and acknowledgements.sent_at <= coalesce(enquiries.replied_at, acknowledgements.sent_at)
    qualify row_number() over (
        partition by enquiries.enquiry_id
        order by acknowledgements.sent_at, acknowledgements.item_id
    ) = 1
),

acknowledgements_joined as (
    select
        enquiries.*,
        firsts.acknowledged_at,
        firsts.acknowledged_on,
        firsts.acknowledged_minute,
        coalesce(enquiries.replied_at, as_at.as_at_at) as ended_at,
        coalesce(enquiries.replied_on, as_at.as_at_on) as ended_on,
        coalesce(enquiries.replied_minute, as_at.as_at_minute) as ended_minute
    from replies_joined as enquiries
    cross join warehouse.as_at as as_at
    left join first_acknowledgements as firsts on firsts.enquiry_id = enquiries.enquiry_id
),

days_joined as (
    select
        enquiries.*,
        received.weekday as received_weekday,
        enquiries.ended_at - enquiries.received_at as wait,
        ended.open_minutes_before - received.open_minutes_before
        + (
            least(greatest(enquiries.ended_minute - ended.opens_minute, 0), ended.open_minutes)
            - least(greatest(enquiries.received_minute - received.opens_minute, 0), received.open_minutes)
        ) as waiting_working_minutes,
        ended.working_day_number - received.working_day_number as waiting_working_days,
        ended.school_day_number - received.school_day_number as waiting_school_days,
        ended.is_school_day
        and enquiries.ended_minute >= ended.opens_minute
        and enquiries.ended_minute < ended.closes_minute as is_ended_in_hours
    from acknowledgements_joined as enquiries
    left join warehouse.school_days as received
        on received.school_id = enquiries.school_id and received.on_date = enquiries.received_on
    left join warehouse.school_days as ended
        on ended.school_id = enquiries.school_id and ended.on_date = enquiries.ended_on
),

waits_measured as (
    select
        *,
        extract(day from wait) * 1440.0
        + extract(hour from wait) * 60
        + extract(minute from wait)
        + floor(extract(second from wait)) / 60.0 as waiting_elapsed_minutes
    from days_joined
),

enquiries as (
    select
        enquiry_id,
        account_id,
        school_id,
        platform,
        thread_id,
        item_count,
        received_at,
        received_on,
        received_minute,
        received_weekday,
        acknowledged_at,
        acknowledged_on,
        acknowledged_minute,
        replied_at,
        replied_on,
        replied_minute,
        case when replied_at is not null then waiting_elapsed_minutes end as elapsed_minutes,
        case when replied_at is not null then waiting_working_minutes end as working_minutes,
        case when replied_at is not null then waiting_working_days end as working_days,
        case when replied_at is not null then waiting_school_days end as school_days,
        case when replied_at is not null then waiting_working_minutes = 0 and not is_ended_in_hours end
            as replied_out_of_hours,
        replied_at is null as is_open,
        waiting_elapsed_minutes,
        waiting_working_minutes,
        waiting_working_days,
        waiting_school_days
    from waits_measured
)

select * from enquiries
