/*---
title = "KnowBe4: training enrolments"
vendor = "KnowBe4"
evidence = "P"
reader = ["csv", "xlsx"]
table = "training"
whose = "file"
leave_out = "trim(coalesce(completion_date, '')) = ''"
never = ["user_first_name", "user_last_name", "user_email", "campaign_name"]

[columns.module_name]
required = true

[columns.status]

[columns.enrollment_date]

[columns.completion_date]
type = "timestamp"
written = ["iso", "%Y-%m-%d %H:%M:%S"]
required = true

[columns.user_employee_number]
required = true
---*/
-- Grain: one enrolment that was completed; any other is no training yet. The headers are those of the vendor's interface. Which
-- kind of module a course is, only its name can say: one named as the contract's kinds are ("Account runner") is of that
-- kind, every other is "other".
select
    _row,
    user_employee_number as person_id,
    module_name as course,
    case
        when
            replace(replace(lower(module_name), ' ', '_'), '-', '_')
            in ('annual_update', 'induction', 'incident_procedure', 'account_runner')
            then module_name
        else 'other'
    end as module,
    completion_date as completed_on
from source
