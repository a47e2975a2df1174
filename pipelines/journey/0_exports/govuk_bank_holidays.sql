/*---
title = "GOV.UK bank holidays"
vendor = "GOV.UK"
evidence = "F"
reader = "json"
table = "term_dates"
keeps_copies = true
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
with days as (
    select
        *,
        year(date - interval 8 month) as first_year
    from source
)

select
    _row,
    academic_year(first_year) as academic_year,
    title as name,
    'holiday' as kind,
    date as starts_on,
    date as ends_on
from days
