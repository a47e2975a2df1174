-- Grain: one school in view, with the period looked at; the relation `scope` that every other query reads.
-- A period by name has each school's own dates; "since a day" runs to the day the build was judged as of.
-- looked_at_on: the last day of it that has come, on which the state of things is looked at.
-- A school without a period of that name stays in view with no dates, so that it shows as no data.
select
    schools.school_id,
    schools.school_name,
    chosen.period_kind,
    chosen.period_name,
    coalesce(chosen.since_on, periods.period_start) as period_start,
    case when chosen.since_on is not null then as_at.as_at_on else periods.period_end end as period_end,
    case
        when chosen.since_on is not null or periods.period_end > as_at.as_at_on then as_at.as_at_on
        else periods.period_end
    end as looked_at_on,
    chosen.since_on is null and coalesce(periods.is_finished, false) as is_finished,
    as_at.as_at_on,
    as_at.as_at_at
from chosen
inner join warehouse.schools as schools on chosen.school_id = schools.school_id
cross join warehouse.as_at as as_at
left join warehouse.periods as periods
    on
        chosen.school_id = periods.school_id
        and chosen.period_kind = periods.period_kind
        and chosen.period_name = periods.period_name
        and chosen.since_on is null
