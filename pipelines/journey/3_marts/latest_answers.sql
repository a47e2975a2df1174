-- One row per school, clause and judging day: the answer that the school had last given by its end. Of two answers of one day, a no
-- counts rather than a yes.
-- From warehouse.attestations, mart.judging_days.
with

latest_answers as (
    select
        days.school_id,
        attestations.clause as clause_id,
        days.judged_on,
        attestations.answer,
        attestations.attested_on,
        attestations.attested_by_role,
        attestations.evidence
    from mart.judging_days as days
    inner join warehouse.attestations as attestations
        on attestations.school_id = days.school_id
        and attestations.attested_on <= days.judged_on
    qualify row_number() over (
        partition by days.school_id, attestations.clause, days.judged_on
        order by attestations.attested_on desc, attestations.answer, attestations.attested_by_role
    ) = 1
)

select * from latest_answers
