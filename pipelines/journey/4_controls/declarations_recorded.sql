/*---
question = "Have people with family links to the school declared them?"
rule = "{audience} with family links to the school declare them"
grain = "one person in post with a family link"
case_kind = "person"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "people"
open = "nothing is open: the declaration is on record on the day, or not"
no_data = "Say in the list of people who has a relative at the school, and when it was declared."
zero = "no_data"
unit = ""
state = true

[parameters.audience]
type = "list"
default = "staff"
allowed = ["staff", "governors", "volunteers", "contractors", "all_workers"]
says = { all_workers = "staff, volunteers and contractors" }
meaning = "whom the clause covers; all_workers are staff, volunteers, contractors and agency staff"

[sentences]
met = "Declared on {done_on}."
missed = "A family link that was not declared by {judged_on}."
---*/
-- That nobody has a family link cannot be told from links that nobody wrote down, so a school without any has no data.
-- From mart.judged_people.
with

cases as (
    select
        clause.school_id,
        clause.clause_id,
        people.person_id || '@' || cast(people.judged_on as string) as case_id,
        people.judged_on,
        people.started_on as began_on,
        people.family_link_declared_on as done_on,
        case when people.family_link_declared_on is null then 'missed' else 'met' end as outcome
    from clause
    inner join mart.judged_people as people
        on people.school_id = clause.school_id
        and people.judged_on between clause.in_force_from and clause.in_force_to
        and people.family_link
        and position(
            '+' || people.role_group || '+'
            in replace('+' || clause.audience || '+', '+all_workers+', '+staff+volunteers+contractors+')
        ) > 0
)

select * from cases
