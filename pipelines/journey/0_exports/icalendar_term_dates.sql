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
with events as (
    select
        _row,
        summary,
        dtstart,
        greatest(coalesce(dtend, dtstart) - interval 1 microsecond, dtstart) as last_moment
    from source
),

stretches as (
    select
        _row,
        summary,
        days_kind(summary) as kind,
        cast(timezone('Europe/London', timezone('UTC', dtstart)) as date) as starts_on,
        cast(timezone('Europe/London', timezone('UTC', last_moment)) as date) as ends_on
    from events
)

select
    _row,
    kind,
    starts_on,
    ends_on,
    days_name(summary) as name,
    academic_year(year(starts_on - interval 7 month)) as academic_year
from stretches
where kind in ('inset', 'holiday') or (kind = 'term' and ends_on - starts_on > 7)
