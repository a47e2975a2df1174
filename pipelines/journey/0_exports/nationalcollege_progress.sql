/*---
title = "The National College: progress by course"
vendor = "The National College"
evidence = "V"
reader = ["csv", "xlsx"]
whose = "school"
uncounted = """It counts users by course and status, and names no day and nobody by an id. What it shows of one course on one day can be \
handed in as a count by audience (audience_returns), with the day and how many were to take it."""
never = ["Users"]

[columns.content_title]

[columns.content_type]

[columns.accreditation_name]
optional = true

[columns.section]
optional = true

[columns.status]

[columns.user_count]
---*/
