/*---
question = "Is the policy in date?"
rule = "The policy is reviewed {review}{approver}{unions}"
grain = "the school's policy, in the version then in force"
case_kind = "policy"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "policy_versions"
open = "in date, and so met, through the day on which the review is due; missed from the next day on"
no_data = "Hand in the versions of the policy, with when each was issued and is to be reviewed."
zero = "not_applicable"
unit = "days"
state = true

[parameters.review]
type = "text"
allowed = ["on_date", "12_months", "24_months", "36_months"]
required = true
meaning = "when the review is due: on the date that the version states, or so many months after it was issued"

[parameters.review.says]
on_date = "by the date that it states"
12_months = "every year"
24_months = "every two years"
36_months = "every three years"

[parameters.approver]
type = "text"
allowed_from = "policy_versions.approved_by"
says = " and approved by the {value}"
meaning = "who has to approve a version; where left out, anybody may"

[parameters.unions]
type = "boolean"
default = false
says = { true = " in consultation with the recognised unions", false = "" }
meaning = "whether a version counts only once the unions have been consulted"

[sentences]
met = "On {judged_on} the version issued on {began_on}, {value} before, was in force; to be reviewed by {due_at}."
missed = "On {judged_on} the version issued on {began_on}, {value} before, was due for review by {due_at}, or not approved as promised."
---*/
-- The version in force is the latest of the clause's policy. One that states no date for its review is not judged by that date.
-- From warehouse.policy_versions, mart.judging_days.
with

versions_in_force as (
    select
        clause.school_id,
        clause.clause_id,
        clause.review,
        clause.approver,
        clause.unions,
        days.judged_on,
        versions.issued_on,
        versions.next_review_on,
        versions.approved_by,
        versions.unions_consulted_on
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.policy_versions as versions
        on versions.school_id = clause.school_id
        and versions.policy = clause.policy
        and versions.issued_on <= days.judged_on
    qualify row_number() over (
        partition by clause.school_id, clause.clause_id, days.judged_on
        order by versions.issued_on desc, versions.version desc
    ) = 1
),

reviews_due as (
    select
        *,
        case review
            when 'on_date' then next_review_on
            when '12_months' then cast(issued_on + interval '12' month as date)
            when '24_months' then cast(issued_on + interval '24' month as date)
            when '36_months' then cast(issued_on + interval '36' month as date)
        end as due_on
    from versions_in_force
),

cases as (
    select
        school_id,
        clause_id,
        'policy@' || cast(judged_on as string) as case_id,
        judged_on,
        issued_on as began_on,
        due_on,
        case
            when
                due_on >= judged_on
                and coalesce(approved_by = approver, approver is null)
                and (not unions or coalesce(unions_consulted_on <= judged_on, false))
                then 'met'
            else 'missed'
        end as outcome,
        extract(day from cast(judged_on as timestamp) - cast(issued_on as timestamp)) as value
    from reviews_due
    where due_on is not null
)

select * from cases
