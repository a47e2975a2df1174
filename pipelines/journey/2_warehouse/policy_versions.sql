-- One row per school and version of a policy issued by as-at.
-- From staged.policy_versions.
select
    coalesce(ids.school_id, policy_versions.school_id) as school_id,
    policy_versions.policy,
    policy_versions.version,
    policy_versions.issued_on,
    policy_versions.next_review_on,
    policy_versions.approved_by,
    policy_versions.unions_consulted_on
from staged.policy_versions as policy_versions
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = policy_versions.school_id
where policy_versions.issued_on <= as_at.as_at_on
