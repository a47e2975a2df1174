-- One row per answer given by as-at to one clause.
-- From staged.attestations.
select
    coalesce(ids.school_id, attestations.school_id) as school_id,
    attestations.clause,
    attestations.answer,
    attestations.attested_on,
    attestations.attested_by_role,
    attestations.evidence
from staged.attestations as attestations
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = attestations.school_id
where attestations.attested_on <= as_at.as_at_on
