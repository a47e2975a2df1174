-- One row per incident, with how long it waited for its assessment and its closure: as done, and up to as-at where
-- not done yet.
-- From warehouse.incidents, incident_categories, incident_referrals, school_days, as_at.
with

categories as (
    select
        incident_id,
        count(*) as category_count
    from warehouse.incident_categories
    group by incident_id
),

first_categories as (
    select
        incident_id,
        category as first_category,
        risk_area as first_risk_area
    from warehouse.incident_categories
    where place = 1
),

referrals as (
    select
        incident_id,
        count(*) as referral_count
    from warehouse.incident_referrals
    group by incident_id
),

ends_known as (
    select
        incidents.*,
        first_categories.first_category,
        first_categories.first_risk_area,
        categories.category_count,
        coalesce(referrals.referral_count, 0) as referral_count,
        coalesce(incidents.assessed_at, as_at.as_at_at) as assessment_ended_at,
        coalesce(incidents.assessed_on, as_at.as_at_on) as assessment_ended_on,
        coalesce(incidents.assessed_minute, as_at.as_at_minute) as assessment_ended_minute,
        coalesce(incidents.closed_at, as_at.as_at_at) as closure_ended_at,
        coalesce(incidents.closed_on, as_at.as_at_on) as closure_ended_on,
        coalesce(incidents.closed_minute, as_at.as_at_minute) as closure_ended_minute
    from warehouse.incidents as incidents
    cross join warehouse.as_at as as_at
    left join categories on categories.incident_id = incidents.incident_id
    left join first_categories on first_categories.incident_id = incidents.incident_id
    left join referrals on referrals.incident_id = incidents.incident_id
),

days_joined as (
    select
        incidents.*,
        incidents.assessment_ended_at - incidents.reported_at as assessment_wait,
        incidents.closure_ended_at - incidents.reported_at as closure_wait,
        assessed.open_minutes_before - reported.open_minutes_before
        + (
            least(greatest(incidents.assessment_ended_minute - assessed.opens_minute, 0), assessed.open_minutes)
            - least(greatest(incidents.reported_minute - reported.opens_minute, 0), reported.open_minutes)
        ) as assessment_working_minutes,
        closed.open_minutes_before - reported.open_minutes_before
        + (
            least(greatest(incidents.closure_ended_minute - closed.opens_minute, 0), closed.open_minutes)
            - least(greatest(incidents.reported_minute - reported.opens_minute, 0), reported.open_minutes)
        ) as closure_working_minutes,
        assessed.school_day_number - reported.school_day_number as assessment_school_days,
        closed.school_day_number - reported.school_day_number as closure_school_days
    from ends_known as incidents
    left join warehouse.school_days as reported
        on reported.school_id = incidents.school_id and reported.on_date = incidents.reported_on
    left join warehouse.school_days as assessed
        on assessed.school_id = incidents.school_id and assessed.on_date = incidents.assessment_ended_on
    left join warehouse.school_days as closed
        on closed.school_id = incidents.school_id and closed.on_date = incidents.closure_ended_on
),

waits_measured as (
    select
        *,
        extract(day from assessment_wait) * 24.0
        + extract(hour from assessment_wait)
        + extract(minute from assessment_wait) / 60.0
        + floor(extract(second from assessment_wait)) / 3600.0 as assessment_elapsed_hours,
        extract(day from closure_wait) * 24.0
        + extract(hour from closure_wait)
        + extract(minute from closure_wait) / 60.0
        + floor(extract(second from closure_wait)) / 3600.0 as closure_elapsed_hours,
        assessment_ended_at >= reported_at as is_assessment_sound,
        closure_ended_at >= reported_at as is_closure_sound
    from days_joined
),

unsound_waits_blanked as (
    select
        *,
        case when is_assessment_sound then assessment_elapsed_hours end as assessment_waiting_elapsed_hours,
        case when is_assessment_sound then assessment_working_minutes end as assessment_waiting_working_minutes,
        case when is_assessment_sound then assessment_school_days end as assessment_waiting_school_days,
        case when is_closure_sound then closure_elapsed_hours end as closure_waiting_elapsed_hours,
        case when is_closure_sound then closure_working_minutes end as closure_waiting_working_minutes,
        case when is_closure_sound then closure_school_days end as closure_waiting_school_days
    from waits_measured
),

incidents as (
    select
        incident_id,
        school_id,
        account_id,
        channel,
        source,
        affected,
        severity,
        illegal,
        first_category,
        first_risk_area,
        category_count,
        referral_count,
        occurred_at,
        occurred_on,
        reported_at,
        reported_on,
        reported_minute,
        assessed_at,
        assessed_on,
        assessed_by_role,
        closed_at,
        closed_on,
        assessed_at is not null as is_assessed,
        closed_at is not null as is_closed,
        case when assessed_at is not null then assessment_waiting_elapsed_hours end as assessed_elapsed_hours,
        case when assessed_at is not null then assessment_waiting_working_minutes end as assessed_working_minutes,
        case when assessed_at is not null then assessment_waiting_school_days end as assessed_school_days,
        case when closed_at is not null then closure_waiting_elapsed_hours end as closed_elapsed_hours,
        case when closed_at is not null then closure_waiting_working_minutes end as closed_working_minutes,
        case when closed_at is not null then closure_waiting_school_days end as closed_school_days,
        assessment_waiting_elapsed_hours,
        assessment_waiting_working_minutes,
        assessment_waiting_school_days,
        closure_waiting_elapsed_hours,
        closure_waiting_working_minutes,
        closure_waiting_school_days
    from unsound_waits_blanked
)

select * from incidents
