-- One row per post, comment, message, review or reply sent by as-at; a post that two exports name differently counts once.
-- Every item is in a thread: the one it came with, else its reply links', else its own.
-- is_two_sided: its export holds what was received as well as what was sent, answered or not.
-- From staged.activity, warehouse.accounts, threads, repeated_posts.
select
    activity.account_id,
    activity.item_id,
    accounts.school_id,
    accounts.platform,
    activity.kind,
    activity.direction,
    activity.sent_at,
    activity.sent_on,
    activity.sent_minute,
    coalesce(activity.thread_id, threads.thread_id, activity.item_id) as thread_id,
    activity.in_reply_to,
    activity.author_id,
    activity.needs_reply,
    activity.automatic,
    activity.acknowledgement,
    activity.category,
    activity.has_learner_image,
    activity.consent,
    coalesce(activity._sides, 'both') = 'both' as is_two_sided
from staged.activity as activity
cross join staged.as_at as as_at
inner join warehouse.accounts as accounts on accounts.account_id = activity.account_id
left join warehouse.threads as threads
    on threads.account_id = activity.account_id
    and threads.item_id = activity.item_id
anti join warehouse.repeated_posts as repeated
    on repeated.account_id = activity.account_id
    and repeated.item_id = activity.item_id
where activity.sent_at < as_at.as_at_at
