-- One row per record that cannot be right as it stands, and what is wrong with it. Such records are kept and judged
-- as they are, save that a time which ended before it began is no time at all; the school can correct them and hand
-- them in again.
-- From the tables of the warehouse, staged.term_dates.
with

activity as (
    select
        replies.school_id,
        'activity' as table_name,
        replies.account_id || '/' || replies.item_id as record_id,
        replies.sent_on as on_date,
        'is a reply to an item that was sent after it' as contradiction
    from warehouse.activity as replies
    inner join warehouse.activity as items
        on items.account_id = replies.account_id and items.item_id = replies.in_reply_to
    where items.sent_at > replies.sent_at
),

schools as (
    select
        school_id,
        'schools' as table_name,
        school_id as record_id,
        cast(null as date) as on_date,
        'has a school day that ends before it begins' as contradiction
    from warehouse.schools
    where closes_minute <= opens_minute
),

term_dates as (
    select
        dates.school_id,
        'term_dates' as table_name,
        dates.academic_year || ' ' || dates.name as record_id,
        dates.starts_on as on_date,
        'ends before it starts' as contradiction
    from staged.term_dates as dates
    where dates.ends_on < dates.starts_on
),

short_years as (
    select
        school_id,
        'term_dates' as table_name,
        academic_year as record_id,
        min(on_date) as on_date,
        'give fewer than 170 school days for the year' as contradiction
    from warehouse.school_days
    where has_term_dates
    group by school_id, academic_year
    having count(*) >= 365 and count(*) filter (where is_school_day) < 170
),

accounts as (
    select
        school_id,
        'accounts' as table_name,
        account_id as record_id,
        opened_on as on_date,
        'closed before it opened' as contradiction
    from warehouse.accounts
    where closed_on < opened_on
),

account_access as (
    select
        school_id,
        'account_access' as table_name,
        account_id || '/' || person_id as record_id,
        granted_on as on_date,
        'was revoked before it was granted' as contradiction
    from warehouse.account_access
    where revoked_on < granted_on
),

people as (
    select
        school_id,
        'people' as table_name,
        person_id as record_id,
        started_on as on_date,
        'left before starting' as contradiction
    from warehouse.people
    where left_on < started_on
),

moderation as (
    select
        school_id,
        'moderation' as table_name,
        action_id as record_id,
        posted_on as on_date,
        'was acted upon before it appeared' as contradiction
    from warehouse.moderation
    where acted_at < posted_at
),

monitoring as (
    select
        school_id,
        'monitoring' as table_name,
        check_id as record_id,
        checked_on as on_date,
        'was resolved before it was found' as contradiction
    from warehouse.monitoring
    where resolved_at < checked_at
),

incidents as (
    select
        school_id,
        'incidents' as table_name,
        incident_id as record_id,
        reported_on as on_date,
        case
            when occurred_at > reported_at then 'was reported before it occurred'
            when assessed_at < reported_at then 'was assessed before it was reported'
            else 'was closed before it was reported'
        end as contradiction
    from warehouse.incidents
    where occurred_at > reported_at or assessed_at < reported_at or closed_at < reported_at
),

audience_returns as (
    select
        school_id,
        'audience_returns' as table_name,
        audience || ' ' || measure as record_id,
        as_of as on_date,
        'counts more people than there are' as contradiction
    from warehouse.audience_returns
    where completed > eligible
),

returns as (
    select
        school_id,
        'returns' as table_name,
        dataset as record_id,
        covers_from as on_date,
        'covers days that end before they begin' as contradiction
    from warehouse.returns
    where covers_to < covers_from
),

records_with_a_school as (
    select school_id, 'accounts' as table_name, account_id as record_id, opened_on as on_date
    from warehouse.accounts
    union all
    select school_id, 'people' as table_name, person_id as record_id, started_on as on_date
    from warehouse.people
    union all
    select school_id, 'monitoring' as table_name, check_id as record_id, checked_on as on_date
    from warehouse.monitoring
    union all
    select school_id, 'incidents' as table_name, incident_id as record_id, reported_on as on_date
    from warehouse.incidents
    union all
    select school_id, 'education' as table_name, session_id as record_id, held_on as on_date
    from warehouse.education
    union all
    select school_id, 'reports' as table_name, report_id as record_id, presented_on as on_date
    from warehouse.reports
    union all
    select school_id, 'returns' as table_name, dataset as record_id, covers_from as on_date
    from warehouse.returns
    union all
    select school_id, 'term_dates' as table_name, name as record_id, starts_on as on_date
    from staged.term_dates
),

strangers as (
    select
        records.school_id,
        records.table_name,
        records.record_id,
        records.on_date,
        'names a school that is not on the register' as contradiction
    from records_with_a_school as records
    anti join warehouse.school_ids as ids on ids.any_id = records.school_id
    where records.school_id is not null
),

all_tables as (
    select * from activity
    union all
    select * from schools
    union all
    select * from term_dates
    union all
    select * from short_years
    union all
    select * from accounts
    union all
    select * from account_access
    union all
    select * from people
    union all
    select * from moderation
    union all
    select * from monitoring
    union all
    select * from incidents
    union all
    select * from audience_returns
    union all
    select * from returns
    union all
    select * from strangers
)

select * from all_tables
