/*---
title = "Hootsuite Inbox (Sparkcentral): conversations"
vendor = "Hootsuite"
evidence = "V"
reader = ["csv", "xlsx"]
whose = "account"
uncounted = """Of its columns those are published that say where and when a conversation began, and none that says when it was answered. \
Make a format of your own for the export of messages: python -m pipelines map."""
never = ["Contact Primary Identifier", "Contact Secondary Identifier"]

[columns.conversation_id]

[columns.medium]

[columns.channel]

[columns.contact_profile_id]

[columns.created_at]

[columns.last_status_change_agent_id]
optional = true
---*/
