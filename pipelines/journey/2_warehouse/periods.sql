-- One row per school and half-term, term or year that has begun by as-at, from the academic year of the earliest event or
-- hand-in. Half-terms and terms are contiguous: each runs to the day before the next begins, so a holiday belongs to what
-- it follows, and the first reaches back to the beginning of that year.
-- From warehouse.schools, warehouse.half_terms, staged.days, staged.history, staged.as_at.
with

judged_days as (
    select days.*
    from staged.days as days
    inner join staged.history as history on days.on_date >= history.begins_on
),

calendar as (
    select
        min(on_date) as first_on,
        max(on_date) as last_on
    from judged_days
),

judged_half_terms as (
    select half_terms.*
    from warehouse.half_terms as half_terms
    semi join judged_days on judged_days.academic_year = half_terms.academic_year
),

starts as (
    select
        school_id,
        'half_term' as period_kind,
        name || ' ' || academic_year as period_name,
        academic_year,
        starts_on,
        ends_on
    from judged_half_terms
    union all
    select
        school_id,
        'term' as period_kind,
        term_name || ' ' || academic_year as period_name,
        academic_year,
        min(starts_on) as starts_on,
        max(ends_on) as ends_on
    from judged_half_terms
    group by school_id, term_name, academic_year
),

joined_up as (
    select
        starts.school_id,
        starts.period_kind,
        starts.period_name,
        starts.academic_year,
        case
            when lag(starts.starts_on) over in_order is null then least(starts.starts_on, calendar.first_on)
            else starts.starts_on
        end as period_start,
        coalesce(
            cast(lead(starts.starts_on) over in_order - interval '1' day as date),
            greatest(starts.ends_on, calendar.last_on)
        ) as period_end
    from starts
    cross join calendar
    window in_order as (partition by starts.school_id, starts.period_kind order by starts.starts_on, starts.period_name)
),

years as (
    select
        schools.school_id,
        'year' as period_kind,
        days.academic_year as period_name,
        days.academic_year,
        min(days.on_date) as period_start,
        max(days.on_date) as period_end
    from warehouse.schools as schools
    inner join judged_days as days on days.nation = schools.nation
    group by schools.school_id, days.academic_year
),

all_kinds as (
    select * from joined_up
    union all
    select * from years
),

begun as (
    select
        periods.*,
        periods.period_end < as_at.as_at_on as is_finished,
        row_number() over (
            partition by periods.school_id, periods.period_kind
            order by periods.period_start
        ) as period_number
    from all_kinds as periods
    cross join staged.as_at as as_at
    where periods.period_start <= as_at.as_at_on and periods.period_end >= periods.period_start
)

select * from begun
