-- One row per id that ever meant a school, with the id that means it now. A school's rows under the id it had before
-- conversion or merger follow it, two such changes back. Where ids succeed each other in a circle, each means itself.
-- From staged.schools.
with

successors as (
    select
        predecessor_id as old_id,
        min(school_id) as new_id
    from staged.schools
    where predecessor_id <> school_id
    group by predecessor_id
),

ids as (
    select school_id as any_id from staged.schools
    union
    select old_id as any_id from successors
),

followed as (
    select
        ids.any_id,
        coalesce(second.new_id, first.new_id, ids.any_id) as school_id
    from ids
    left join successors as first on first.old_id = ids.any_id
    left join successors as second on second.old_id = first.new_id
),

circles_undone as (
    select
        ids.any_id,
        case when latest.school_id = latest.any_id then ids.school_id else ids.any_id end as school_id
    from followed as ids
    inner join followed as latest on latest.any_id = ids.school_id
)

select * from circles_undone
