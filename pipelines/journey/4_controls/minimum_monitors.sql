/*---
question = "Do enough members of staff administer and monitor each account?"
rule = "At least {monitors} of staff administer and monitor each account"
grain = "one open account of the register"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "accounts"
open = "nothing is open: enough people have the access on the day, or not"
no_data = "Hand in the register of accounts and who has access to them."
zero = "not_applicable"
unit = "monitors"
state = true

[parameters.monitors]
type = "integer"
required = true
says = "{value} members"
meaning = "how many"

[sentences]
met = "{account_id} had {value} among the staff on {judged_on}."
missed = "{account_id} had only {value} among the staff on {judged_on}."
---*/
-- Of an account, the staff who manage or monitor it on the day are counted; where no access is recorded for a school, none of its accounts is judged.
-- From mart.staffed_accounts.
select
    clause.school_id,
    clause.clause_id,
    accounts.account_id || '@' || cast(accounts.judged_on as string) as case_id,
    accounts.account_id,
    accounts.judged_on,
    accounts.opened_on as began_on,
    case when accounts.manager_or_monitor_count >= clause.monitors then 'met' else 'missed' end as outcome,
    accounts.manager_or_monitor_count as value
from clause
inner join mart.staffed_accounts as accounts
    on accounts.school_id = clause.school_id
    and accounts.judged_on between clause.in_force_from and clause.in_force_to
