/*---
title = "GIAS: all data of establishments, with each school's policy added"
vendor = "Department for Education"
evidence = "F"
reader = ["csv", "xlsx"]
table = "schools"
whose = "file"
name_hints = ["edubasealldata*.csv"]
leave_out = "trim(coalesce(policy, '')) = ''"
never = ["HeadTitle (name)", "HeadFirstName", "HeadLastName", "HeadPreferredJobTitle", "TelephoneNum", "SchoolWebsite"]

[columns.urn]
required = true

[columns.school_name]
aliases = ["EstablishmentName"]
required = true

[columns.type]
aliases = ["TypeOfEstablishment (name)"]

[columns.phase]
aliases = ["PhaseOfEducation (name)"]

[columns.trust_name]
aliases = ["Trusts (name)"]
missing = ["Not applicable", "-"]

[columns.pupils]
aliases = ["NumberOfPupils"]
type = "integer"

[columns.policy]

[columns.day_start]
optional = true

[columns.day_end]
optional = true

[columns.predecessor_id]
optional = true
---*/
-- Grain: one establishment that has a policy; every other is somebody else's school. GIAS knows no policy, so the file only
-- becomes a register when a column "policy" is added to it (and, where wanted, day_start, day_end and predecessor_id, which
-- the links file of GIAS names). Only columns that both layouts have, of the same meaning, are read. GIAS is of England.
select
    _row,
    urn as school_id,
    school_name,
    trust_name,
    case
        when contains(lower(type), 'special') then 'special'
        when phase in ('Nursery', 'Primary', 'Secondary', 'All-through') then phase
        when starts_with(phase, 'Middle') then 'middle'
        when phase = '16 plus' then 'post_16'
    end as phase,
    'england' as nation,
    policy,
    pupils,
    day_start,
    day_end,
    predecessor_id
from source
