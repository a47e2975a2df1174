/*---
title = "Term dates as a calendar (iCalendar)"
vendor = "iCalendar"
evidence = "P"
reader = "json"
table = "term_dates"
whose = "file"
records = "[*]"
never = ["DESCRIPTION", "LOCATION", "ORGANIZER", "ATTENDEE"]

[columns.summary]
aliases = ["SUMMARY"]
required = true

[columns.dtstart]
aliases = ["DTSTART"]
type = "timestamp"
written = ["%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%S%z"]
zone = "Europe/London"
required = true

[columns.dtend]
aliases = ["DTEND"]
type = "timestamp"
written = ["%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%S%z"]
zone = "Europe/London"
optional = true
---*/
-- Grain: one event that is an inset day, a holiday, or a term or half-term as a stretch of days, for every school in the folder.
-- Only what the summary begins with decides, and nothing else of it is kept; any other event is no term date and is left out.
-- The end of an event is the first moment that is not in it; an event without one is one day. Repeats are not followed.
with worded as (
    select
        _row,
        dtstart,
        greatest(coalesce(dtend, dtstart) - interval 1 microsecond, dtstart) as last_moment,
        regexp_replace(trim(lower(summary)), '[^a-z0-9]+', ' ', 'g') as words
    from source
),

days as (
    select
        _row,
        words,
        cast(timezone('Europe/London', timezone('UTC', dtstart)) as date) as starts_on,
        cast(timezone('Europe/London', timezone('UTC', last_moment)) as date) as ends_on
    from worded
),

kinds_told as (
    select
        *,
        year(starts_on - interval 7 month) as first_year,
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
            when
                regexp_matches(words, '^(autumn|spring|summer)( term)?( [12])?$|^term [1-6]$')
                and ends_on - starts_on > 7
                then 'term'
        end as kind
    from days
)

select
    _row,
    kind,
    starts_on,
    ends_on,
    case kind
        when 'inset' then 'Inset day'
        when 'holiday' then 'Holiday'
        else trim(upper(left(term['word'], 1)) || substr(term['word'], 2) || ' ' || term['number'])
    end as name,
    first_year || '/' || lpad(cast((first_year + 1) % 100 as varchar), 2, '0') as academic_year
from kinds_told
where kind is not null
