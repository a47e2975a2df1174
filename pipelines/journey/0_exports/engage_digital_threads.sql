/*---
title = "RingCentral Engage Digital: threads"
vendor = "RingCentral"
evidence = "V"
reader = ["csv", "xlsx"]
whose = "account"
uncounted = """It says when a thread began and when it last changed, and not when it was first answered. Make a format of your own for the \
export of messages: python -m pipelines map."""
never = ["title", "foreign_id"]

[columns.id]

[columns.source_id]

[columns.first_categorization_at]

[columns.last_content_at]

[columns.first_content_id]

[columns.interventions_count]
---*/
