/*---
title = "LinkedIn page: figures by day"
vendor = "LinkedIn"
evidence = "F"
reader = ["xlsx", "csv"]
whose = "account"
uncounted = "It counts views by day and names no post; the sheet of posts is the one that is read."

[columns.date]

[columns.views]
aliases = ["Impressions (organic)", "Overview page views (desktop)", "Sponsored followers"]
---*/
