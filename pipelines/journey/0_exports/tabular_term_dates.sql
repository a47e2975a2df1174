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
with stretches as (
    select
        _row,
        name as given_name,
        days_kind(name) as kind,
        first_day as starts_on,
        coalesce(last_day, first_day) as ends_on
    from source
)

select
    _row,
    kind,
    starts_on,
    ends_on,
    days_name(given_name) as name,
    academic_year(year(starts_on - interval 7 month)) as academic_year,
    case
        when kind is null then 'its name tells no term, holiday or inset day'
        when ends_on < starts_on then 'it ends before it starts'
        when kind = 'term' and ends_on - starts_on < 7 then 'a term is longer than a week: the last day is missing'
    end as _fault
from stretches
