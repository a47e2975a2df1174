/*---
title = "Bromcom: staff in post"
vendor = "Bromcom"
evidence = "V"
reader = ["csv", "xlsx"]
table = "people"
whose = "school"
never = [
    "Title", "First Name", "Middle Name", "Last Name", "Preferred First Name", "Preferred Last Name", "Gender",
    "Date of Birth", "DOB", "NI Number", "Email", "Telephone",
]

[columns.payroll_number]
required = true

[columns.job_title]
required = true

[columns.start_date]
type = "date"
written = ["%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "excel_serial"]
required = true

[columns.leaving_date]
aliases = ["End Date", "Contract End Date"]
type = "date"
written = ["%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "excel_serial"]
optional = true
---*/
-- Grain: one member of staff. The fields are those that the vendor lists; how a report names its headers is up to who makes it.
-- A job title that is a role of the contract is that role, with the few that mean the same; any other is set aside, because
-- nobody but the school knows. Who left is only in a report that shows a leaving date.
select
    _row,
    payroll_number as person_id,
    _school_id as school_id,
    case
        when lower(job_title) = 'head teacher' then 'headteacher'
        when lower(job_title) in ('deputy head', 'deputy head teacher') then 'deputy_headteacher'
        when lower(job_title) = 'class teacher' then 'teacher'
        when lower(job_title) = 'teaching assistant' then 'support'
        when lower(job_title) = 'designated safeguarding lead' then 'dsl'
        when lower(job_title) = 'school business manager' then 'business_manager'
        else job_title
    end as role,
    start_date as started_on,
    leaving_date as left_on
from source
