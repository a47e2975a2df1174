/*---
question = "Was each enquiry answered in time?"
rule = "answered within {days}{hours}{acknowledgement}{audience}{from_date}"
grain = "one enquiry"
case_kind = "enquiry"
dataset = "activity"
open = "missed once due, pending before"
no_data = "Hand in the accounts' activity."
zero = "not_applicable"
unit = "working days"
one_of = [["hours", "share"]]

[parameters.days]
type = "integer"
required = true
unit = "{count}"
meaning = "the promise, counted from the day after receipt"

[parameters.acknowledgement]
type = "boolean"
default = false
says = { true = ", an acknowledgement counts", false = "" }
meaning = "whether a reply that only acknowledges counts"

[parameters.audience]
type = "list"
allowed = ["staff", "governors", "parents"]
says = ", for {value}"
meaning = "whom the promise covers"

[parameters.every]
type = "text"
allowed = ["week", "school_day"]
default = "week"
meaning = "the cadence"

[parameters.count]
type = "text"
allowed = ["working_days", "school_days"]
default = "working_days"
meaning = "which days count"

[parameters.hours]
type = "number"
unit = "hours"
says = { 0 = " at once", else = " and {value}" }
meaning = "hours"

[parameters.share]
type = "number"
meaning = "share"

[parameters.from_date]
type = "date"
says = ", from {value}"
meaning = "when it starts"

[sentences]
met = "Answered in {value} working days."
missed = "Not answered by {due_at}."
---*/
select
    school_id
from clause
