/*---
question = "Did access end when people left?"
rule = "Access to an account ends {days} a person's last day"
grain = "one access of one person who has left"
case_kind = "leaver's access"
judged_on = "the person's last day at the school"
dataset = "accounts"
open = "missed once the last day is over, pending until then"
no_data = "Hand in the people of the school, with leavers, and who has access to its accounts."
zero = "not_applicable"
unit = "days"

[parameters.days]
type = "integer"
default = 0
unit = "days"
says = { 0 = "by the end of", else = "within {value} of" }
meaning = "days after the last day by which access must be gone; 0 is the last day itself"

[sentences]
met = "The person left on {began_on}; access to {account_id} ended on {done_on}."
missed = "The person left on {began_on}; access to {account_id} lasted {value} longer. It ended: {done_on}."
pending = "The person left on {began_on}; access to {account_id} is to end by {due_at}."
---*/
-- A person has left an account when the roster has no post of theirs open at its school; where they never had one there, at any school.
-- Access that had ended before they left is kept to the promise.
-- From warehouse.account_access, people.
with

last_days_by_school as (
    select
        person_id,
        school_id,
        max(left_on) as left_on
    from warehouse.people
    group by person_id, school_id
    having count(*) = count(left_on)
),

people_by_school as (
    select distinct
        person_id,
        school_id
    from warehouse.people
),

last_days_anywhere as (
    select
        person_id,
        max(left_on) as left_on
    from warehouse.people
    group by person_id
    having count(*) = count(left_on)
),

leavers_access as (
    select
        access.school_id,
        access.account_id,
        access.person_id,
        access.access,
        access.granted_on,
        access.revoked_on,
        case when people_by_school.person_id is null then anywhere.left_on else here.left_on end as left_on
    from warehouse.account_access as access
    left join people_by_school
        on people_by_school.person_id = access.person_id
        and people_by_school.school_id = access.school_id
    left join last_days_by_school as here
        on here.person_id = access.person_id
        and here.school_id = access.school_id
    left join last_days_anywhere as anywhere on anywhere.person_id = access.person_id
),

promises as (
    select
        clause.school_id,
        clause.clause_id,
        access.account_id
        || '/' || access.person_id
        || '/' || access.access
        || '/' || cast(access.granted_on as string) as case_id,
        access.account_id,
        access.left_on as began_on,
        access.revoked_on as done_on,
        clause.days
    from clause
    inner join leavers_access as access
        on access.school_id = clause.school_id
        and access.left_on between clause.in_force_from and clause.in_force_to
)

select * from promises
