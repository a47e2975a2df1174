-- One row per post that another export of the account names as well, by an id of its own. A download names its posts by their
-- second alone: of such posts, as many as another export has in the same minute are the same.
-- From staged.activity, as_at.
with

posts_with_made_ids as (
    select
        activity.account_id,
        activity.item_id,
        activity.sent_on,
        floor(activity.sent_minute) as minute,
        row_number() over (
            partition by activity.account_id, activity.sent_on, floor(activity.sent_minute)
            order by activity.item_id
        ) as place
    from staged.activity as activity
    cross join staged.as_at as as_at
    where activity._has_made_ids and activity.kind = 'post' and activity.sent_at < as_at.as_at_at
),

minutes_with_ids as (
    select
        activity.account_id,
        activity.sent_on,
        floor(activity.sent_minute) as minute,
        count(*) as post_count
    from staged.activity as activity
    cross join staged.as_at as as_at
    semi join posts_with_made_ids as made
        on made.account_id = activity.account_id
        and made.sent_on = activity.sent_on
        and made.minute = floor(activity.sent_minute)
    where
        activity.kind = 'post'
        and not coalesce(activity._has_made_ids, false)
        and activity.sent_at < as_at.as_at_at
    group by activity.account_id, activity.sent_on, floor(activity.sent_minute)
),

posts_told_twice as (
    select
        made.account_id,
        made.item_id
    from posts_with_made_ids as made
    inner join minutes_with_ids as minutes
        on minutes.account_id = made.account_id
        and minutes.sent_on = made.sent_on
        and minutes.minute = made.minute
        and minutes.post_count >= made.place
)

select * from posts_told_twice
