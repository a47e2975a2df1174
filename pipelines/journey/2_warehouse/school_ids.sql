-- One row per id that ever meant a school, with the id that means it now.
-- A school's rows under the id it had before conversion or merger follow it, two such changes back.
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
)

select * from followed
