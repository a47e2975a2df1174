-- Grain: one school in view and topic, where the school's policy promises anything on it or anything was judged.
-- Sources: scope_case, result.clauses. $topics and $controls pair each control with its topic.
-- A thing that several clauses judge (a person, an enquiry) counts once: kept where none of them was missed. What a return
-- says of a whole audience is no thing of the topic.
with

asked as (
    select
        unnest($topics) as topic,
        unnest($controls) as control
),

promised as (
    select
        scope.school_id,
        asked.topic,
        string_agg(distinct clauses.clause_id, ', ' order by clauses.clause_id) as clauses,
        string_agg(distinct clauses.rule, '. Also: ' order by clauses.rule) as promise,
        min(clauses.expect) as expect
    from scope
    inner join result.clauses as clauses
        on
            scope.school_id = clauses.school_id
            and clauses.in_force_from <= least(scope.period_end, scope.as_at_on)
            and clauses.in_force_to >= scope.period_start
    inner join asked on clauses.control = asked.control
    group by scope.school_id, asked.topic
),

things as (
    select
        cases.school_id,
        asked.topic,
        cases.case_id,
        bool_or(cases.outcome = 'missed') as is_missed,
        bool_or(cases.outcome = 'pending') as is_pending
    from scope_case as cases
    inner join asked on cases.control = asked.control
    where cases.case_kind <> 'audience'
    group by cases.school_id, asked.topic, cases.case_id
),

counted as (
    select
        school_id,
        topic,
        count(*) filter (where not is_missed and not is_pending) as kept,
        count(*) filter (where is_missed) as missed,
        count(*) filter (where is_pending and not is_missed) as pending
    from things
    group by school_id, topic
)

select
    coalesce(promised.school_id, counted.school_id) as school_id,
    coalesce(promised.topic, counted.topic) as topic,
    promised.clauses,
    promised.promise,
    promised.expect,
    coalesce(counted.kept, 0) as kept,
    coalesce(counted.missed, 0) as missed,
    coalesce(counted.pending, 0) as pending
from promised
full outer join counted
    on
        promised.school_id = counted.school_id
        and promised.topic = counted.topic
order by school_id, topic
