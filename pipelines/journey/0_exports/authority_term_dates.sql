/*---
title = "Term dates of a local authority (YAML)"
vendor = "Local authorities"
evidence = "F"
reader = "json"
table = "term_dates"
whose = "file"
records = "terms[*]"

[columns.name]
required = true

[columns.start]
type = "date"
written = "%Y-%m-%d"
required = true

[columns.end]
type = "date"
written = "%Y-%m-%d"
required = true

[columns.break_start]
aliases = ["half_terms[0].start"]
type = "date"
written = "%Y-%m-%d"
optional = true

[columns.break_end]
aliases = ["half_terms[0].end"]
type = "date"
written = "%Y-%m-%d"
optional = true

[columns.second_break_start]
aliases = ["half_terms[1].start"]
optional = true
---*/
-- Grain: one half-term, for every school in the folder: a term with a break in it is two, "Autumn 1" and "Autumn 2". Inset days
-- are each school's own and not in it.
with terms as (
    select
        *,
        upper(left(name, 1)) || substr(name, 2) as term_name,
        year("start" - interval 7 month) as first_year,
        academic_year(first_year) as academic_year,
        case
            when "end" < "start" then 'the term ends before it starts'
            when second_break_start is not null then 'the term has several breaks: it cannot be two half-terms'
            when break_end is null <> (break_start is null) then 'the break has one end only'
            when break_start <= "start" or break_end >= "end" or break_end < break_start
                then 'the break is not inside the term'
        end as _fault
    from source
)

select
    _row,
    academic_year,
    case when break_start is null then term_name else term_name || ' 1' end as name,
    'term' as kind,
    "start" as starts_on,
    case when break_start is null then "end" else cast(break_start - interval 1 day as date) end as ends_on,
    _fault
from terms
union all
select
    _row,
    academic_year,
    term_name || ' 2' as name,
    'term' as kind,
    cast(break_end + interval 1 day as date) as starts_on,
    "end" as ends_on,
    null as _fault
from terms
where break_start is not null and _fault is null
