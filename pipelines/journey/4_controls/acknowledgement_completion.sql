/*---
question = "Has everyone whom the policy covers acknowledged it?"
rule = "{audience} have acknowledged the version of the policy in force{grace_days}"
grain = "one person in post whom the clause covers; for an audience that no roster names, its latest return"
case_kind = "person"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "acknowledgements"
open = "pending while the grace lasts, then missed"
no_data = "Hand in the acknowledgement records and the people of the school, or an audience return."
zero = "not_applicable"
unit = "%"
state = true

[parameters.audience]
type = "list"
required = true
allowed = ["staff", "governors", "volunteers", "contractors", "students", "parents", "all_workers"]
says = { all_workers = "staff, volunteers and contractors" }
meaning = "whom the clause covers; all_workers are staff, volunteers, contractors and agency staff"

[parameters.grace_days]
type = "integer"
default = 30
unit = "days"
says = ", within {value} of starting or of its issue"
meaning = "days that a person has, from starting or from the issue of the first version not yet acknowledged"

[sentences]
met = "Acknowledged on {done_on}."
missed = "The version in force on {judged_on} is not acknowledged; asked for since {began_on}."
pending = "Not acknowledged yet; due by {due_at}."

[sentences_of.audience]
met = "By the return of {done_on}, {value} had acknowledged the version in force."
missed = "By the return of {done_on}, {value} had acknowledged the policy: not all, or not the version in force on {judged_on}."
---*/
-- The version in force, or a later one, counts when acknowledged on or before the day; where no version is on record, any does.
-- Somebody who never acknowledged has the grace from the first version; a reissue gives it anew to those who had kept up.
-- An audience without a roster is judged by its latest return: met when everyone eligible acknowledged the version in force.
-- A school is judged from its first acknowledgement on record. The value is a return's share.
-- From mart.judged_people, judging_days, warehouse.people, policy_versions, acknowledgements, audience_returns, coverage.
with

versions as (
    select
        school_id,
        policy,
        version,
        issued_on,
        row_number() over (partition by school_id, policy order by issued_on, version) as version_number
    from warehouse.policy_versions
),

days as (
    select
        clause.school_id,
        clause.clause_id,
        clause.policy,
        clause.grace_days,
        replace('+' || clause.audience || '+', '+all_workers+', '+staff+volunteers+contractors+') as audience,
        days.judged_on
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
),

days_with_version as (
    select
        days.school_id,
        days.clause_id,
        days.policy,
        days.grace_days,
        days.audience,
        days.judged_on,
        count(versions.version) as known_versions,
        max(case when versions.issued_on <= days.judged_on then versions.version_number end) as version_number
    from days
    left join versions
        on versions.school_id = days.school_id
        and versions.policy = days.policy
    group by days.school_id, days.clause_id, days.policy, days.grace_days, days.audience, days.judged_on
),

-- Before the first version is issued there is nothing to acknowledge.
days_judged as (
    select *
    from days_with_version
    where known_versions = 0 or version_number is not null
),

people_covered as (
    select
        days.school_id,
        days.clause_id,
        days.policy,
        days.grace_days,
        days.judged_on,
        days.known_versions,
        days.version_number,
        people.person_id,
        people.started_on
    from days_judged as days
    inner join mart.judged_people as people
        on people.school_id = days.school_id
        and people.judged_on = days.judged_on
        and position('+' || people.role_group || '+' in days.audience) > 0
    semi join warehouse.coverage as coverage
        on coverage.school_id = days.school_id
        and coverage.dataset = 'acknowledgements'
        and coverage.covers_from <= days.judged_on
),

acknowledgements_known as (
    select
        people.school_id,
        people.clause_id,
        people.judged_on,
        people.person_id,
        max(versions.version_number) as version_number,
        min(case
            when people.known_versions = 0 or versions.version_number >= people.version_number
                then acknowledgements.acknowledged_on
        end) as acknowledged_on
    from people_covered as people
    inner join warehouse.acknowledgements as acknowledgements
        on acknowledgements.person_id = people.person_id
        and acknowledgements.policy = people.policy
        and acknowledgements.acknowledged_on <= people.judged_on
    left join versions
        on versions.school_id = people.school_id
        and versions.policy = acknowledgements.policy
        and versions.version = acknowledgements.version
    group by people.school_id, people.clause_id, people.judged_on, people.person_id
),

people_asked as (
    select
        people.school_id,
        people.clause_id,
        people.judged_on,
        people.person_id,
        known.acknowledged_on,
        greatest(people.started_on, coalesce(asked_version.issued_on, people.started_on)) as asked_on,
        people.grace_days
    from people_covered as people
    left join acknowledgements_known as known
        on known.school_id = people.school_id
        and known.clause_id = people.clause_id
        and known.judged_on = people.judged_on
        and known.person_id = people.person_id
    left join versions as asked_version
        on asked_version.school_id = people.school_id
        and asked_version.policy = people.policy
        and asked_version.version_number
        = case
            when known.acknowledged_on is null then coalesce(known.version_number, 0) + 1 else people.version_number
        end
),

people_judged as (
    select
        school_id,
        clause_id,
        person_id || '@' || cast(judged_on as string) as case_id,
        'person' as case_kind,
        judged_on,
        asked_on as began_on,
        asked_on + cast(grace_days as integer) as due_on,
        acknowledged_on as done_on,
        case
            when acknowledged_on is not null then 'met'
            when asked_on + cast(grace_days as integer) >= judged_on then 'pending'
            else 'missed'
        end as outcome,
        cast(null as double) as value
    from people_asked
),

audiences_without_roster as (
    select
        days.school_id,
        days.clause_id,
        days.judged_on,
        days.known_versions,
        days.version_number,
        returns.audience,
        returns.as_of,
        returns.eligible,
        returns.completed,
        versions.version_number as returned_version_number
    from days_judged as days
    inner join warehouse.audience_returns as returns
        on returns.school_id = days.school_id
        and returns.measure = 'acknowledged'
        and returns.as_of <= days.judged_on
        and position('+' || returns.audience || '+' in days.audience) > 0
    left join versions
        on versions.school_id = days.school_id
        and versions.policy = days.policy
        and versions.version = returns.version
    anti join warehouse.people as people
        on people.school_id = days.school_id
        and people.role_group = returns.audience
    qualify row_number() over (
        partition by days.school_id, days.clause_id, days.judged_on, returns.audience
        order by returns.as_of desc, coalesce(versions.version_number, 0) desc, coalesce(returns.version, '') desc
    ) = 1
),

audiences_judged as (
    select
        school_id,
        clause_id,
        audience || '@' || cast(judged_on as string) as case_id,
        'audience' as case_kind,
        judged_on,
        as_of as began_on,
        cast(null as date) as due_on,
        as_of as done_on,
        case
            when
                completed >= eligible
                and (known_versions = 0 or returned_version_number is null or returned_version_number >= version_number)
                then 'met'
            else 'missed'
        end as outcome,
        100.0 * completed / eligible as value
    from audiences_without_roster
    where eligible > 0
),

cases as (
    select * from people_judged
    union all
    select * from audiences_judged
)

select * from cases
