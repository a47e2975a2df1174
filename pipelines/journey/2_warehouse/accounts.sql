-- One row per account: those of the register, and those that only the activity shows (is_registered false).
-- An unregistered account is the school's whose folder its export lay in, or the only school's there is.
-- is_answered_only: its exports hold only messages that were answered, so its waits are known and no share of them is.
-- From staged.accounts, staged.activity, warehouse.schools.
with

registered as (
    select
        accounts.account_id,
        coalesce(ids.school_id, accounts.school_id) as school_id,
        accounts.platform,
        accounts.handle,
        accounts.url,
        accounts.aim,
        accounts.audience,
        accounts.promotion,
        accounts.monitoring_plan,
        accounts.channel_purpose,
        accounts.accessed_from,
        accounts.escalation,
        accounts.visibility,
        accounts.comments,
        accounts.owner_id,
        case when accounts.proposed_on <= as_at.as_at_on then accounts.proposed_on end as proposed_on,
        case when accounts.approved_on <= as_at.as_at_on then accounts.approved_on end as approved_on,
        case when accounts.approved_on <= as_at.as_at_on then accounts.approved_by_role end as approved_by_role,
        accounts.opened_on,
        case when accounts.closed_on <= as_at.as_at_on then accounts.closed_on end as closed_on,
        accounts.official_email,
        accounts.about_links,
        case when accounts.url_notified_on <= as_at.as_at_on then accounts.url_notified_on end as url_notified_on,
        case when accounts.student_access_on <= as_at.as_at_on then accounts.student_access_on end as student_access_on,
        true as is_registered
    from staged.accounts as accounts
    cross join staged.as_at as as_at
    left join warehouse.school_ids as ids on ids.any_id = accounts.school_id
    where accounts.opened_on <= as_at.as_at_on
),

seen as (
    select
        activity.account_id,
        max(activity._school_id) as folder_school_id,
        bool_and(coalesce(activity._sides = 'answered_only', false)) filter (
            where activity.direction = 'inbound'
        ) as is_answered_only
    from staged.activity as activity
    cross join staged.as_at as as_at
    where activity.sent_at < as_at.as_at_at
    group by activity.account_id
),

only_school as (
    select min(school_id) as school_id
    from warehouse.schools
    having count(*) = 1
),

unregistered as (
    select
        seen.account_id,
        coalesce(ids.school_id, only_school.school_id) as school_id
    from seen
    left join warehouse.school_ids as ids on ids.any_id = seen.folder_school_id
    left join only_school on true
    anti join registered on registered.account_id = seen.account_id
),

known_accounts as (
    select * from registered
    union all
    select
        account_id,
        school_id,
        null as platform,
        null as handle,
        null as url,
        null as aim,
        null as audience,
        null as promotion,
        null as monitoring_plan,
        null as channel_purpose,
        null as accessed_from,
        null as escalation,
        null as visibility,
        null as comments,
        null as owner_id,
        null as proposed_on,
        null as approved_on,
        null as approved_by_role,
        null as opened_on,
        null as closed_on,
        null as official_email,
        null as about_links,
        null as url_notified_on,
        null as student_access_on,
        false as is_registered
    from unregistered
),

sides_joined as (
    select
        known_accounts.*,
        coalesce(seen.is_answered_only, false) as is_answered_only
    from known_accounts
    left join seen on seen.account_id = known_accounts.account_id
)

select * from sides_joined
