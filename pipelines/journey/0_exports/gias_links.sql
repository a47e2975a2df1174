/*---
title = "GIAS: links between establishments"
vendor = "Department for Education"
evidence = "F"
reader = ["csv", "xlsx"]
table = "school_links"
whose = "file"
name_hints = ["links_edubasealldata*.csv"]
leave_out = "not regexp_matches(link_type, '^(Predecessor|Successor)( - (merged|amalgamated))?$')"

[columns.urn]
required = true

[columns.link_urn]
aliases = ["LinkURN"]
required = true

[columns.link_type]
aliases = ["LinkType"]
required = true

[columns.linked_on]
aliases = ["LinkEstablishedDate"]
type = "date"
written = ["%d-%m-%Y", "%d/%m/%Y"]
---*/
-- Grain: one school and the school it became. GIAS says most links twice, from either end, and now and then with another date: the
-- earliest is taken. A split school became several, a sixth form centre is shared, and the other kinds do not say which way
-- they point: those are left out, and a school that knows better names its predecessor in the register.
with directed as (
    select
        _row,
        linked_on,
        case when starts_with(link_type, 'Successor') then urn else link_urn end as old_school_id,
        case when starts_with(link_type, 'Successor') then link_urn else urn end as new_school_id
    from source
)

select
    min(_row) as _row,
    old_school_id,
    new_school_id,
    min(linked_on) as linked_on
from directed
group by old_school_id, new_school_id
