-- One row per action upon an item that had appeared, or upon a user, by as-at. What was done later is not known yet.
-- From staged.moderation, warehouse.accounts.
select
    moderation.action_id,
    moderation.account_id,
    accounts.school_id,
    moderation.item_id,
    moderation.author_id,
    moderation.category,
    moderation.posted_at,
    moderation.posted_on,
    moderation.posted_minute,
    case when moderation.acted_at < as_at.as_at_at then moderation.acted_at end as acted_at,
    case when moderation.acted_at < as_at.as_at_at then moderation.acted_on end as acted_on,
    case when moderation.acted_at < as_at.as_at_at then moderation.acted_minute end as acted_minute,
    moderation.action,
    case when moderation.evidence_saved_at < as_at.as_at_at then moderation.evidence_saved_at end as evidence_saved_at,
    case when moderation.evidence_saved_at < as_at.as_at_at then moderation.evidence_saved_on end as evidence_saved_on,
    case
        when moderation.evidence_saved_at < as_at.as_at_at then moderation.evidence_saved_minute
    end as evidence_saved_minute,
    moderation.statement_posted,
    moderation.block_ground,
    case when moderation.user_informed_at < as_at.as_at_at then moderation.user_informed_at end as user_informed_at,
    case when moderation.user_informed_at < as_at.as_at_at then moderation.user_informed_on end as user_informed_on,
    case
        when moderation.user_informed_at < as_at.as_at_at then moderation.user_informed_minute
    end as user_informed_minute
from staged.moderation as moderation
cross join staged.as_at as as_at
left join warehouse.accounts as accounts on accounts.account_id = moderation.account_id
where moderation.posted_at < as_at.as_at_at
