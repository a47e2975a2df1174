/*---
title = "Term dates as a table of stretches"
vendor = "Local authorities"
evidence = "own"
reader = ["csv", "xlsx"]
table = "term_dates"
whose = "file"
leave_out = "name is null and first_day is null"

[columns.name]
aliases = ["Term", "Term name", "Half term", "Term or holiday", "Holiday", "Event", "Period"]
required = true

[columns.first_day]
aliases = ["Start date", "Start", "Starts", "Starts on", "From", "Opens", "Begins", "Date"]
type = "date"
written = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%A %d %B %Y", "%d %b %Y", "%a %d %b %Y", "%Y-%m-%d %H:%M:%S"]
required = true

[columns.last_day]
aliases = ["End date", "End", "Ends", "Ends on", "To", "Closes", "Finishes"]
type = "date"
written = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%A %d %B %Y", "%d %b %Y", "%a %d %b %Y", "%Y-%m-%d %H:%M:%S"]
---*/
-- Grain: one term, half-term, holiday or inset day as a stretch of days, for every school in the folder. No authority's own table was
-- seen: the headers are those that such a table would have. Only what the name begins with decides; a stretch that it does
-- not tell is set aside. The last day is in the stretch, and a row without one is one day. Dates are day first.
with worded as (
    select
        _row,
        first_day,
        coalesce(last_day, first_day) as final_day,
        trim(regexp_replace(lower(name), '[^a-z0-9]+', ' ', 'g')) as words
    from source
),

kinds_told as (
    select
        *,
        year(first_day - interval 7 month) as first_year,
        regexp_extract(words, '^(autumn|spring|summer|term)( term)? ?([1-6]?)$', ['word', 'term', 'number']) as term,
        case
            when
                regexp_matches(
                    words,
                    '^((staff|whole school) )?'
                    || '(inset|in service|training day|(staff|teacher) training|staff development)'
                )
                or regexp_matches(words, '^(non pupil|pupil free|pd) day')
                then 'inset'
            when
                regexp_matches(words, '^((autumn|spring|summer|october|february|may) )?half term( holiday| break)?$')
                or regexp_matches(words, '^(christmas|easter|summer|bank|school|may day|festive) (holiday|break)')
                then 'holiday'
            when regexp_matches(words, '^(autumn|spring|summer)( term)?( [12])?$|^term [1-6]$') then 'term'
        end as kind
    from worded
)

select
    _row,
    kind,
    first_day as starts_on,
    final_day as ends_on,
    case kind
        when 'inset' then 'Inset day'
        when 'holiday' then 'Holiday'
        else trim(upper(left(term['word'], 1)) || substr(term['word'], 2) || ' ' || term['number'])
    end as name,
    first_year || '/' || lpad(cast((first_year + 1) % 100 as varchar), 2, '0') as academic_year,
    case
        when kind is null then 'its name tells no term, holiday or inset day'
        when final_day < first_day then 'it ends before it starts'
        when kind = 'term' and final_day - first_day < 7 then 'a term is longer than a week: the last day is missing'
    end as _fault
from kinds_told
