/*---
question = "Is there a code of behaviour for users, with a way to report abuse?"
evidence = "attested"
rule = "Users have a code of behaviour and a way to report abuse"
grain = "the school's latest answer"
case_kind = "attestation"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "attestations"
open = "nothing is open: an answer stands until it lapses, and is missed from then on"
no_data = "Attest the clause: whether there is a code of behaviour with a way to report abuse, and where it is kept."
zero = "not_applicable"
unit = "days"
state = true

[parameters.months]
type = "integer"
unit = "months"
meaning = "how long an answer stands; where left out, as long as the policy goes between reviews, else for good"

[sentences]
met = "Answered yes on {began_on}, {value} before {judged_on}. To be renewed by {due_at}."
missed = "Answered on {began_on}, {value} before {judged_on}: the answer was no, or has lapsed. To be renewed by {due_at}."
---*/
-- The case is named for the answer. Where the answer is that the clause does not apply, there is no case.
-- From warehouse.attestations, mart.judging_days.
with

answers_in_force as (
    select
        clause.school_id,
        clause.clause_id,
        days.judged_on,
        attestations.answer,
        attestations.attested_on,
        cast(
            attestations.attested_on + coalesce(clause.months, clause.review_months) * interval '1' month as date
        ) as lapses_on
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.attestations as attestations
        on attestations.school_id = clause.school_id
        and attestations.clause = clause.clause_id
        and attestations.attested_on <= days.judged_on
    qualify row_number() over (
        partition by clause.school_id, clause.clause_id, days.judged_on
        order by attestations.attested_on desc, attestations.answer
    ) = 1
),

cases as (
    select
        school_id,
        clause_id,
        answer || '@' || cast(judged_on as string) as case_id,
        judged_on,
        attested_on as began_on,
        lapses_on as due_on,
        case when answer = 'yes' and coalesce(lapses_on >= judged_on, true) then 'met' else 'missed' end as outcome,
        extract(day from cast(judged_on as timestamp) - cast(attested_on as timestamp)) as value
    from answers_in_force
    where answer <> 'not_applicable'
)

select * from cases
