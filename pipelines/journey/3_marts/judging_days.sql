-- One row per school and day on which the state of things is judged: the last day of each half-term, term and year, and as-at for
-- those in progress.
-- From warehouse.periods, as_at.
with

ends as (
    select
        periods.school_id,
        least(periods.period_end, as_at.as_at_on) as judged_on
    from warehouse.periods as periods
    cross join warehouse.as_at as as_at
)

select distinct * from ends
