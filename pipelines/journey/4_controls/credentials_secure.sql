/*---
question = "Are account details and passwords stored securely?"
evidence = "attested"
rule = "Account details and passwords are stored securely{role}"
grain = "the school's latest answer"
case_kind = "attestation"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "attestations"
open = "nothing is open: an answer stands until it lapses, and is missed from then on"
no_data = "Attest the clause: whether account details are stored securely, and where the evidence is kept."
zero = "not_applicable"
unit = "days"
state = true

[parameters.role]
type = "text"
allowed_from = "people.role"
says = { it_technician = " by the IT technician", else = " by the {value}" }
meaning = "who stores them; named in the rule. Whoever answers for the school may attest it"

[parameters.months]
type = "integer"
unit = "months"
meaning = "how long an answer stands; where left out, as long as the policy goes between reviews, else for good"

[sentences]
met = "{answered}, {value} before {judged_on}.[ To be renewed by {due_at}.]"
missed = "{answered}, {value} before {judged_on}.[ To be renewed by {due_at}.]"
---*/
-- The case is named for the answer. Where the answer is that the clause does not apply, there is no case.
-- From mart.latest_answers.
with

answers_in_force as (
    select
        clause.school_id,
        clause.clause_id,
        answers.judged_on,
        answers.answer,
        answers.attested_on,
        cast(
            answers.attested_on + coalesce(clause.months, clause.review_months) * interval '1' month as date
        ) as lapses_on
    from clause
    inner join mart.latest_answers as answers
        on answers.school_id = clause.school_id
        and answers.clause_id = clause.clause_id
        and answers.judged_on between clause.in_force_from and clause.in_force_to
    where answers.answer <> 'not_applicable'
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
)

select * from cases
