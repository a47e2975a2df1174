-- An item of the activity was lost, or counted twice, on the way into the warehouse.
with

staged_counts as (
    select count(*) as staged_count
    from staged.activity as activity
    cross join staged.as_at as as_at
    where activity.sent_at < as_at.as_at_at
),

repeated_counts as (
    select count(*) as repeated_count from warehouse.repeated_posts
),

warehouse_counts as (
    select count(*) as warehouse_count from warehouse.activity
)

select
    staged_counts.staged_count,
    repeated_counts.repeated_count,
    warehouse_counts.warehouse_count
from staged_counts
cross join repeated_counts
cross join warehouse_counts
where staged_counts.staged_count - repeated_counts.repeated_count <> warehouse_counts.warehouse_count
