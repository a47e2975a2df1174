-- One row per id that ever meant a school of the register, with the id that means it now. A school's rows under the id it had
-- before conversion or merger follow it, four such changes back. The register's own word goes before the list of links. Of
-- those, the ones of an id with two successors (a school that was split) and those not yet true are not followed; one without
-- a date is, unless the register still holds the old id. Where ids succeed each other in a circle, each means itself.
-- From staged.schools, staged.school_links, staged.as_at.
with

named_by_the_register as (
    select
        predecessor_id as old_id,
        min(school_id) as new_id
    from staged.schools
    where predecessor_id <> school_id
    group by predecessor_id
),

registered as (
    select distinct school_id from staged.schools
),

links_true_by_now as (
    select
        links.old_school_id as old_id,
        links.new_school_id as new_id
    from staged.school_links as links
    cross join staged.as_at as as_at
    left join registered on registered.school_id = links.old_school_id
    where
        links.old_school_id <> links.new_school_id
        and (links.linked_on <= as_at.as_at_on or (links.linked_on is null and registered.school_id is null))
),

links_of_one_successor as (
    select
        old_id,
        min(new_id) as new_id
    from links_true_by_now
    group by old_id
    having count(distinct new_id) = 1
),

successors as (
    select * from named_by_the_register
    union all
    select links.* from links_of_one_successor as links
    anti join named_by_the_register as named on named.old_id = links.old_id
),

became_1 as (
    select
        successors.old_id,
        successors.new_id as school_id
    from successors
    semi join registered on registered.school_id = successors.new_id
),

became_2 as (
    select
        successors.old_id,
        became_1.school_id
    from successors
    inner join became_1 on became_1.old_id = successors.new_id
),

became_3 as (
    select
        successors.old_id,
        became_2.school_id
    from successors
    inner join became_2 on became_2.old_id = successors.new_id
),

became_4 as (
    select
        successors.old_id,
        became_3.school_id
    from successors
    inner join became_3 on became_3.old_id = successors.new_id
),

became as (
    select
        school_id as old_id,
        school_id,
        0 as changes
    from registered
    union all
    select
        *,
        1 as changes
    from became_1
    union all
    select
        *,
        2 as changes
    from became_2
    union all
    select
        *,
        3 as changes
    from became_3
    union all
    select
        *,
        4 as changes
    from became_4
),

followed as (
    select
        old_id as any_id,
        school_id
    from became
    qualify row_number() over (
        partition by old_id
        order by case when old_id = school_id then changes else 0 end desc, changes desc
    ) = 1
),

circles_undone as (
    select
        ids.any_id,
        case when latest.school_id = latest.any_id then ids.school_id else ids.any_id end as school_id
    from followed as ids
    inner join followed as latest on latest.any_id = ids.school_id
)

select * from circles_undone
