/*---
title = "Google Forms: policy acknowledgements"
vendor = "Google"
evidence = "P"
reader = ["csv", "xlsx"]
table = "acknowledgements"
whose = "file"
leave_out = """regexp_matches(
    lower(trim(acknowledged)), '^(no|not yet|false|i? ?disagree|i (have|do|did) not)($|[^a-z])'
)"""
never = ["Name", "Comment"]

[columns.timestamp]
type = "timestamp"
written = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "excel_serial"]
zone = "Europe/London"
required = true

[columns.email]
aliases = ["Email Address"]
optional = true

[columns.person_id]
aliases = ["Staff number", "Payroll number"]
optional = true

[columns.policy]
aliases = ["Policy key"]
required = true

[columns.version]
aliases = ["Policy version"]
required = true

[columns.acknowledged]
aliases = ["I have read and understood the policy"]
optional = true
---*/
-- Grain: one person and version of a policy, by the first answer. Which policy and version a form is about only the form itself
-- can say: it asks (or fills in beforehand) "Policy" and "Version". A person is whom the register of people calls by the same
-- id: a staff number where the form asks for one, else the e-mail address. A sheet writes moments as its own country does;
-- that must be the United Kingdom, the day first.
with answers as (
    select
        _row,
        timestamp as answered_at,
        coalesce(person_id, lower(email)) as who,
        rtrim(policy, ';') as policy,
        rtrim(version, ';') as version
    from source
)

select
    _row,
    who as person_id,
    policy,
    version,
    answered_at as acknowledged_on,
    case when who is null then 'the answer is anonymous: it can be counted for nobody' end as _fault
from answers
qualify who is null or row_number() over (partition by who, policy, version order by answered_at, _row) = 1
