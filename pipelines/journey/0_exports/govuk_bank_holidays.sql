/*---
title = "GOV.UK bank holidays"
vendor = "GOV.UK"
evidence = "F"
reader = "json"
table = "term_dates"
whose = "file"
name_hints = ["bank-holidays*.json"]
records = "*.events[*]"
leave_out = "division <> 'england-and-wales'"

[columns.date]
type = "date"
written = "%Y-%m-%d"
required = true

[columns.title]
required = true

[columns.bunting]

[columns.division]
aliases = ["$.*.division"]
required = true
---*/
-- Grain: one bank holiday of England and Wales, as a closure for every school in the folder. Old years vanish from new copies:
-- each copy that was loaded keeps its own. Working days go by the calendar of bank holidays that is built in.
select
    _row,
    title as name,
    'holiday' as kind,
    date as starts_on,
    date as ends_on,
    case
        when month(date) >= 9 then year(date) || '/' || lpad(cast((year(date) + 1) % 100 as varchar), 2, '0')
        else (year(date) - 1) || '/' || lpad(cast(year(date) % 100 as varchar), 2, '0')
    end as academic_year
from source
