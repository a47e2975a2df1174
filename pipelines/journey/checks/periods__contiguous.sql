-- Two half-terms, terms or years of a school overlap, or leave a day between them.
with

following as (
    select
        school_id,
        period_kind,
        period_name,
        period_end,
        lead(period_start) over (partition by school_id, period_kind order by period_start) as next_start
    from warehouse.periods
)

select
    school_id,
    period_kind,
    period_name,
    period_end,
    next_start
from following
where cast(period_end + interval '1' day as date) <> next_start
