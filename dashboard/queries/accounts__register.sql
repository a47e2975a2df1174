-- Grain: one account of the register that was opened by the day looked at: the end of the period, or as-at.
-- Sources: mart.judged_access, warehouse.accounts, account_access, people. By the rules of the controls, for every school.
-- A true or false is null where the school's register says nothing of the kind about any account: not recorded is not no.
with

days as (
    select
        school_id,
        school_name,
        looked_at_on as judged_on
    from scope
),

recorded as (
    select
        school_id,
        bool_or(
            coalesce(aim, audience, promotion, monitoring_plan, visibility, channel_purpose, accessed_from, escalation)
            is not null
        ) as has_cases,
        bool_or(comments is not null) as has_comments,
        bool_or(about_links is not null) as has_links,
        bool_or(official_email is not null) as has_email,
        bool_or(approved_on is not null) as has_approvals,
        bool_or(owner_id is not null) as has_owners
    from warehouse.accounts
    where is_registered
    group by school_id
),

schools_with_access as (
    select distinct school_id from warehouse.account_access
),

managers as (
    select
        account_id,
        judged_on,
        count(*) filter (where is_manager) as managers,
        count(*) filter (where is_manager or is_monitor) as monitors
    from mart.judged_access
    where may_be_staff
    group by account_id, judged_on
),

access_at_day as (
    select
        days.school_id,
        access.account_id,
        count(distinct access.person_id) filter (
            where coalesce(access.revoked_on, date '9999-12-31') > days.judged_on
        ) as people_with_access,
        bool_or(access.access = 'manager') as has_had_manager
    from days
    inner join warehouse.account_access as access
        on
            days.school_id = access.school_id
            and access.granted_on <= days.judged_on
    group by days.school_id, access.account_id
),

owners_in_post as (
    select
        accounts.account_id,
        coalesce(
            bool_or(
                people.started_on <= days.judged_on
                and coalesce(people.left_on, days.judged_on) >= days.judged_on
            ),
            true
        ) as is_in_post
    from days
    inner join warehouse.accounts as accounts on days.school_id = accounts.school_id
    left join warehouse.people as people on accounts.owner_id = people.person_id
    where accounts.owner_id is not null
    group by accounts.account_id
)

select
    days.school_id,
    days.school_name,
    days.judged_on,
    accounts.account_id,
    accounts.handle,
    accounts.platform,
    accounts.opened_on,
    case when accounts.closed_on <= days.judged_on then accounts.closed_on end as closed_on,
    case when accounts.approved_on <= days.judged_on then accounts.approved_on end as approved_on,
    case when accounts.approved_on <= days.judged_on then accounts.approved_by_role end as approved_by_role,
    case
        when recorded.has_approvals then coalesce(accounts.approved_on <= accounts.opened_on, false)
    end as is_approved,
    case when recorded.has_owners then coalesce(owners.is_in_post, false) end as is_owned,
    case when schools_with_access.school_id is not null then coalesce(managers.managers, 0) end as managers,
    case when schools_with_access.school_id is not null then coalesce(managers.monitors, 0) end as monitors,
    case
        when schools_with_access.school_id is not null then coalesce(access_at_day.people_with_access, 0)
    end as people_with_access,
    recorded.has_cases,
    accounts.aim is not null as aim,
    accounts.audience is not null as audience,
    accounts.promotion is not null as promotion,
    accounts.owner_id is not null or coalesce(access_at_day.has_had_manager, false) as named_managers,
    accounts.monitoring_plan is not null as monitoring_plan,
    accounts.visibility is not null as visibility,
    accounts.channel_purpose is not null as channel_purpose,
    accounts.accessed_from is not null as accessed_from,
    accounts.escalation is not null as escalation,
    accounts.comments,
    case when recorded.has_comments then coalesce(accounts.comments in ('hidden', 'off'), false) end as is_one_way,
    case
        when recorded.has_links
            then
                len(
                    list_intersect(
                        string_split(coalesce(accounts.about_links, ''), ';'),
                        ['ict', 'acceptable_use', 'social_media', 'code_of_conduct']
                    )
                )
    end as link_count,
    case when recorded.has_email then coalesce(accounts.official_email, false) end as has_official_email,
    case
        when accounts.student_access_on <= days.judged_on
            then coalesce(accounts.url_notified_on <= accounts.student_access_on, false)
    end as is_notified
from days
inner join warehouse.accounts as accounts
    on
        days.school_id = accounts.school_id
        and accounts.is_registered
        and accounts.opened_on <= days.judged_on
inner join recorded on days.school_id = recorded.school_id
left join schools_with_access on days.school_id = schools_with_access.school_id
left join managers
    on
        accounts.account_id = managers.account_id
        and days.judged_on = managers.judged_on
left join access_at_day on accounts.account_id = access_at_day.account_id
left join owners_in_post as owners on accounts.account_id = owners.account_id
order by days.school_name, days.school_id, accounts.platform, accounts.handle, accounts.account_id
