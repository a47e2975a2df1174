-- One row per enquiry: a run of inbound items in one thread that wait for the same reply. It starts at the earliest
-- unanswered item and ends at the first human reply after it, however late. An acknowledgement is noted and ends
-- nothing. A reply that names an inbound item belongs to that item's thread and run. It is spent, and ends nothing,
-- where that item waited for no reply, arrived later, or was answered already: where a direct reply came between (one
-- that names nothing, or whose item no other reply followed).
-- From warehouse.activity, accounts, school_days, as_at, mart.named_items.
with

waiting as (
    select
        account_id,
        thread_id,
        item_id,
        sent_at,
        sent_on,
        sent_minute
    from warehouse.activity
    where direction = 'inbound' and coalesce(needs_reply, kind <> 'review')
),

human_replies as (
    select
        account_id,
        thread_id,
        item_id,
        sent_at,
        sent_on,
        sent_minute,
        coalesce(acknowledgement, false) as is_acknowledgement
    from warehouse.activity
    where direction = 'outbound' and kind <> 'post' and not coalesce(automatic, false)
),

replies_in_threads as (
    select
        replies.account_id,
        coalesce(named.thread_id, replies.thread_id) as thread_id,
        replies.item_id,
        replies.sent_at,
        replies.sent_on,
        replies.sent_minute,
        replies.is_acknowledgement,
        named.named_id,
        named.named_at
    from human_replies as replies
    left join mart.named_items as named on named.account_id = replies.account_id and named.item_id = replies.item_id
    where coalesce(named.is_answerable, true)
),

waiting_and_answers as (
    select
        account_id,
        thread_id,
        item_id,
        sent_at,
        sent_on,
        sent_minute,
        null as named_id,
        true as is_waiting
    from waiting
    union all
    select
        account_id,
        thread_id,
        item_id,
        sent_at,
        sent_on,
        sent_minute,
        named_id,
        false as is_waiting
    from replies_in_threads
    where not is_acknowledgement
),

-- Only where several replies share a thread, and name items, can one of them be spent.
contested_threads as (
    select
        account_id,
        thread_id
    from replies_in_threads
    where not is_acknowledgement
    group by account_id, thread_id
    having count(*) > 1 and count(named_id) > 0
),

answers_counted as (
    select
        items.*,
        sum(case when items.is_waiting then 0 else 1 end) over (
            partition by items.account_id, items.thread_id order by items.sent_at, items.is_waiting desc, items.item_id
            rows between unbounded preceding and current row
        ) as answers_so_far
    from waiting_and_answers as items
    semi join contested_threads as contested
        on contested.account_id = items.account_id and contested.thread_id = items.thread_id
),

direct_answers_found as (
    select
        items.*,
        not items.is_waiting and coalesce(items.answers_so_far = named.answers_so_far + 1, true) as is_direct
    from answers_counted as items
    left join answers_counted as named on named.account_id = items.account_id and named.item_id = items.named_id
),

direct_answers_counted as (
    select
        *,
        sum(case when is_direct then 1 else 0 end) over (
            partition by account_id, thread_id order by sent_at, is_waiting desc, item_id
            rows between unbounded preceding and current row
        ) as direct_so_far
    from direct_answers_found
),

spent_answers as (
    select
        items.account_id,
        items.item_id
    from direct_answers_counted as items
    inner join direct_answers_counted as named on named.account_id = items.account_id and named.item_id = items.named_id
    where not items.is_direct and items.direct_so_far > named.direct_so_far
),

runs_numbered as (
    select
        items.*,
        sum(case when items.is_waiting then 0 else 1 end) over (
            partition by items.account_id, items.thread_id order by items.sent_at, items.is_waiting desc, items.item_id
            rows between unbounded preceding and current row
        ) - case when items.is_waiting then 0 else 1 end as run_number,
        items.is_waiting and not coalesce(
            lag(items.is_waiting) over (
                partition by items.account_id, items.thread_id
                order by items.sent_at, items.is_waiting desc, items.item_id
            ),
            false
        ) as is_first
    from waiting_and_answers as items
    anti join spent_answers as spent on spent.account_id = items.account_id and spent.item_id = items.item_id
),

runs_gathered as (
    select
        account_id,
        thread_id,
        max(case when is_first then item_id end) as first_id,
        count(*) filter (where is_waiting) as item_count,
        max(case when is_first then sent_at end) as received_at,
        max(case when is_first then sent_on end) as received_on,
        max(case when is_first then sent_minute end) as received_minute,
        max(case when not is_waiting then sent_at end) as replied_at,
        max(case when not is_waiting then sent_on end) as replied_on,
        max(case when not is_waiting then sent_minute end) as replied_minute
    from runs_numbered
    group by account_id, thread_id, run_number
    having bool_or(is_waiting)
),

first_acknowledgements as (
    select
        runs.account_id,
        runs.first_id,
        replies.sent_at as acknowledged_at,
        replies.sent_on as acknowledged_on,
        replies.sent_minute as acknowledged_minute
    from runs_gathered as runs
    inner join replies_in_threads as replies
        on replies.account_id = runs.account_id and replies.thread_id = runs.thread_id
    where
        replies.is_acknowledgement
        and coalesce(replies.named_at, replies.sent_at) >= runs.received_at
        and replies.sent_at <= coalesce(runs.replied_at, replies.sent_at)
    qualify row_number() over (
        partition by runs.account_id, runs.first_id order by replies.sent_at, replies.item_id
    ) = 1
),

ends_known as (
    select
        runs.*,
        accounts.school_id,
        accounts.platform,
        firsts.acknowledged_at,
        firsts.acknowledged_on,
        firsts.acknowledged_minute,
        coalesce(runs.replied_at, as_at.as_at_at) as ended_at,
        coalesce(runs.replied_on, as_at.as_at_on) as ended_on,
        coalesce(runs.replied_minute, as_at.as_at_minute) as ended_minute
    from runs_gathered as runs
    cross join warehouse.as_at as as_at
    inner join warehouse.accounts as accounts on accounts.account_id = runs.account_id
    left join first_acknowledgements as firsts
        on firsts.account_id = runs.account_id and firsts.first_id = runs.first_id
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
    from ends_known as enquiries
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
        account_id || '/' || first_id as enquiry_id,
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
        case
            when replied_at is not null then waiting_working_minutes = 0 and not is_ended_in_hours
        end as replied_out_of_hours,
        replied_at is null as is_open,
        waiting_elapsed_minutes,
        waiting_working_minutes,
        waiting_working_days,
        waiting_school_days
    from waits_measured
)

select * from enquiries
