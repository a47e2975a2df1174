-- Grain: one school in view, topic and week that lies within the year up to the end of the period: what was judged of it.
-- Sources: warehouse.school_days, result.cases. $topics and $controls pair each control with its topic.
-- A week is closed where the school had no school day. A thing that several clauses judge counts once.
with

asked as (
    select
        unnest($topics) as topic,
        unnest($controls) as control
),

weeks as (
    select
        days.school_id,
        days.week_start,
        not bool_or(days.is_school_day) as is_closed,
        days.week_start + 6 < any_value(scope.as_at_on) as is_finished
    from scope
    inner join warehouse.school_days as days
        on
            scope.school_id = days.school_id
            and days.week_start between scope.period_end - 370 and scope.period_end - 6
            and days.week_start <= scope.as_at_on
    group by days.school_id, days.week_start
),

things as (
    select
        cases.school_id,
        asked.topic,
        date_trunc('week', cases.judged_on) as week_start,
        cases.case_id,
        bool_or(cases.outcome = 'missed') as is_missed,
        bool_or(cases.outcome = 'pending') as is_pending
    from scope
    inner join result.cases as cases
        on
            scope.school_id = cases.school_id
            and cases.judged_on between scope.period_end - 370 and scope.period_end
    inner join asked on cases.control = asked.control
    group by all
)

select
    weeks.school_id,
    things.topic,
    weeks.week_start,
    weeks.is_closed,
    weeks.is_finished,
    count(*) filter (where not things.is_missed and not things.is_pending) as kept,
    count(*) filter (where things.is_missed) as missed,
    count(*) filter (where things.is_pending and not things.is_missed) as pending
from weeks
inner join things
    on
        weeks.school_id = things.school_id
        and weeks.week_start = things.week_start
group by all
order by weeks.school_id, things.topic, weeks.week_start
