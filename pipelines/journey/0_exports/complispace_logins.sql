/*---
title = "Complispace: who logged in"
vendor = "Complispace"
evidence = "V"
reader = ["csv", "xlsx"]
whose = "school"
uncounted = """It says who opened the system and when, and a login is no acknowledgement of a policy. Hand in the list of who \
acknowledged what (acknowledgements)."""
never = ["User Name", "Email Address"]

[columns.user_name]

[columns.email_address]

[columns.user_role]

[columns.login_time]
aliases = ["Login Time (AEST)"]
---*/
