-- One row per school and calendar day, with the running totals that make working time two joins and a subtraction.
-- Where a school gives no half-terms for an academic year, its weekdays that are no bank holiday are school days.
-- From warehouse.schools, term_dates, half_terms, periods and staged.days.
with

days as (
    select
        schools.school_id,
        schools.opens_minute,
        schools.closes_minute,
        days.*
    from warehouse.schools as schools
    inner join staged.days as days on days.nation = schools.nation
),

named_days as (
    select
        days.school_id,
        days.on_date,
        bool_or(dates.kind = 'holiday') as is_holiday,
        bool_or(dates.kind = 'inset') as is_inset,
        bool_or(dates.kind = 'term') as is_in_term
    from days
    inner join warehouse.term_dates as dates
        on dates.school_id = days.school_id
        and days.on_date between dates.starts_on and dates.ends_on
    group by days.school_id, days.on_date
),

dated_years as (
    select distinct
        school_id,
        academic_year
    from warehouse.half_terms
    where is_given
),

reasons_found as (
    select
        days.*,
        dated_years.school_id is not null as has_term_dates,
        case
            when days.weekday > 5 then 'weekend'
            when days.is_bank_holiday then 'bank_holiday'
            when named_days.is_holiday then 'holiday'
            when named_days.is_inset then 'inset'
            when dated_years.school_id is not null and not coalesce(named_days.is_in_term, false) then 'outside_term'
        end as closed_reason
    from days
    left join named_days on named_days.school_id = days.school_id and named_days.on_date = days.on_date
    left join dated_years on dated_years.school_id = days.school_id and dated_years.academic_year = days.academic_year
),

opening_known as (
    select
        *,
        weekday <= 5 and not is_bank_holiday as is_working_day,
        closed_reason is null as is_school_day,
        case when closed_reason is null then greatest(closes_minute - opens_minute, 0) else 0 end as open_minutes
    from reasons_found
),

totalled as (
    select
        *,
        coalesce(
            sum(open_minutes) over (
                partition by school_id order by on_date
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as open_minutes_before,
        sum(case when is_working_day then 1 else 0 end) over (
            partition by school_id order by on_date
            rows between unbounded preceding and current row
        ) as working_day_number,
        sum(case when is_school_day then 1 else 0 end) over (
            partition by school_id order by on_date
            rows between unbounded preceding and current row
        ) as school_day_number
    from opening_known
),

half_terms_named as (
    select
        days.school_id,
        days.on_date,
        days.weekday,
        days.week_start,
        days.academic_year,
        days.is_bank_holiday,
        days.is_working_day,
        days.is_school_day,
        days.closed_reason,
        days.has_term_dates,
        days.opens_minute,
        days.closes_minute,
        cast(days.open_minutes as double) as open_minutes,
        cast(days.open_minutes_before as double) as open_minutes_before,
        cast(days.working_day_number as bigint) as working_day_number,
        cast(days.school_day_number as bigint) as school_day_number,
        periods.period_name as half_term_name,
        days.midnight_at,
        days.noon_offset_minutes
    from totalled as days
    left join warehouse.periods as periods
        on periods.school_id = days.school_id
        and periods.period_kind = 'half_term'
        and days.on_date between periods.period_start and periods.period_end
)

select * from half_terms_named
