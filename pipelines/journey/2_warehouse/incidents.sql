-- One row per incident reported by as-at. What happened to it later is not known yet.
-- From staged.incidents.
select
    incidents.incident_id,
    coalesce(ids.school_id, incidents.school_id) as school_id,
    incidents.account_id,
    incidents.channel,
    incidents.category,
    incidents.source,
    incidents.affected,
    incidents.severity,
    incidents.occurred_at,
    incidents.occurred_on,
    incidents.occurred_minute,
    incidents.reported_at,
    incidents.reported_on,
    incidents.reported_minute,
    incidents.reported_to_role,
    case when incidents.assessed_at < as_at.as_at_at then incidents.assessed_at end as assessed_at,
    case when incidents.assessed_at < as_at.as_at_at then incidents.assessed_on end as assessed_on,
    case when incidents.assessed_at < as_at.as_at_at then incidents.assessed_minute end as assessed_minute,
    case when incidents.assessed_at < as_at.as_at_at then incidents.assessed_by_role end as assessed_by_role,
    incidents.illegal,
    incidents.referred_to,
    case when incidents.dsl_informed_at < as_at.as_at_at then incidents.dsl_informed_at end as dsl_informed_at,
    case when incidents.dsl_informed_at < as_at.as_at_at then incidents.dsl_informed_on end as dsl_informed_on,
    case when incidents.dsl_informed_at < as_at.as_at_at then incidents.dsl_informed_minute end as dsl_informed_minute,
    incidents.support_offered,
    case
        when incidents.removal_requested_at < as_at.as_at_at then incidents.removal_requested_at
    end as removal_requested_at,
    case
        when incidents.removal_requested_at < as_at.as_at_at then incidents.removal_requested_on
    end as removal_requested_on,
    case
        when incidents.removal_requested_at < as_at.as_at_at then incidents.removal_requested_minute
    end as removal_requested_minute,
    case when incidents.removed_at < as_at.as_at_at then incidents.removed_at end as removed_at,
    case when incidents.removed_at < as_at.as_at_at then incidents.removed_on end as removed_on,
    case when incidents.removed_at < as_at.as_at_at then incidents.removed_minute end as removed_minute,
    case when incidents.evidence_saved_at < as_at.as_at_at then incidents.evidence_saved_at end as evidence_saved_at,
    case when incidents.evidence_saved_at < as_at.as_at_at then incidents.evidence_saved_on end as evidence_saved_on,
    case
        when incidents.evidence_saved_at < as_at.as_at_at then incidents.evidence_saved_minute
    end as evidence_saved_minute,
    case
        when incidents.meeting_offered_on <= as_at.as_at_on then incidents.meeting_offered_on
    end as meeting_offered_on,
    incidents.complaint_procedure,
    case when incidents.investigated_on <= as_at.as_at_on then incidents.investigated_on end as investigated_on,
    case when incidents.closed_at < as_at.as_at_at then incidents.closed_at end as closed_at,
    case when incidents.closed_at < as_at.as_at_at then incidents.closed_on end as closed_on,
    case when incidents.closed_at < as_at.as_at_at then incidents.closed_minute end as closed_minute
from staged.incidents as incidents
cross join staged.as_at as as_at
left join warehouse.school_ids as ids on ids.any_id = incidents.school_id
where incidents.reported_at < as_at.as_at_at
