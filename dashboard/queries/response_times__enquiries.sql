-- Grain: one enquiry received in the period. Sources: mart.enquiries, warehouse.accounts, school_days.
-- Where every school of the build is in view, those on accounts of no known school are here too, without a school.
-- band: the part of the day it came in, by the school's opening hours; of no known school, by the usual ones.
with

outermost as (
    select
        min(period_start) as first_on,
        max(period_end) as last_on,
        count(*) = (select count(*) from warehouse.schools) as is_every_school
    from scope
),

received as (
    select
        enquiries.*,
        scope.school_name
    from scope
    inner join mart.enquiries as enquiries
        on
            scope.school_id = enquiries.school_id
            and enquiries.received_on between scope.period_start and scope.period_end
    union all
    select
        enquiries.*,
        null as school_name
    from outermost
    inner join mart.enquiries as enquiries
        on
            enquiries.school_id is null
            and outermost.is_every_school
            and enquiries.received_on between outermost.first_on and outermost.last_on
)

select
    received.enquiry_id,
    received.school_id,
    received.school_name,
    received.account_id,
    accounts.handle,
    accounts.platform,
    accounts.is_registered,
    accounts.is_answered_only,
    received.received_at,
    received.received_weekday,
    cast(floor(received.received_minute / 60) as integer) as received_hour,
    schools.opens_minute,
    schools.closes_minute,
    case
        when received.received_minute < coalesce(schools.opens_minute, 510) then 'before opening'
        when received.received_minute >= coalesce(schools.closes_minute, 990) then 'after closing'
        when received.received_minute < 720 then 'morning'
        else 'afternoon'
    end as band,
    coalesce(days.is_school_day, extract(isodow from received.received_on) < 6)
    and received.received_minute >= coalesce(days.opens_minute, 510)
    and received.received_minute < coalesce(days.closes_minute, 990) as is_in_hours,
    received.replied_at,
    received.acknowledged_at,
    received.is_open,
    received.replied_out_of_hours,
    received.waiting_elapsed_minutes as elapsed_minutes,
    received.waiting_working_minutes as working_minutes
from received
inner join warehouse.accounts as accounts on received.account_id = accounts.account_id
left join warehouse.schools as schools on received.school_id = schools.school_id
left join warehouse.school_days as days
    on
        received.school_id = days.school_id
        and received.received_on = days.on_date
order by received.received_at, received.enquiry_id
