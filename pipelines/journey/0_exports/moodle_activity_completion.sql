/*---
title = "Moodle: activity completion of a course"
vendor = "Moodle"
evidence = "V"
reader = "csv"
table = "training"
whose = "file"
name_hints = ["progress.*.csv"]
leave_out = "not starts_with(trim(status), 'Completed') or contains(status, 'did not achieve')"
never = ["Department", "Institution", "Phone", "Mobile phone", "City/town", "Country"]

[unfolds]
columns = ["status", "completed_at"]
heading = "activity"
next_headers = '|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}'

[columns.person_id]
aliases = ["ID number", "Username"]
optional = true

[columns.email]
aliases = ["Email address"]
optional = true

[columns.activity]
required = true

[columns.status]
required = true

[columns.completed_at]
type = "timestamp"
written = "%Y-%m-%d %H:%M:%S"
zone = "Europe/London"
required = true
---*/
-- Grain: one activity that one person completed. The header of the first column, which holds names, is empty. Each activity has two
-- columns: how it stands, in words, and since when; over the second stands by when it is expected, or nothing. A site writes
-- the words in its own language; these are English. Which kind of module an activity is, only its name can say: one named as
-- the contract's kinds are ("Annual update") is of that kind, every other is "other". Who changed a state by hand stands
-- in the words and is not kept.
with people as (
    select
        _row,
        activity,
        completed_at,
        coalesce(person_id, lower(email)) as who,
        replace(replace(lower(activity), ' ', '_'), '-', '_') as word
    from source
)

select
    min(_row) as _row,
    who as person_id,
    activity as course,
    case
        when word in ('annual_update', 'induction', 'incident_procedure', 'account_runner') then word
        else 'other'
    end as module,
    completed_at as completed_on,
    case
        when who is null then 'the export names nobody but by name: show the ID number or the e-mail address in it'
    end as _fault
from people
group by all
