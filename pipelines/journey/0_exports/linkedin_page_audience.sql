/*---
title = "LinkedIn page: where visitors come from"
vendor = "LinkedIn"
evidence = "F"
reader = ["xlsx", "csv"]
whose = "account"
uncounted = "It counts visitors by place, work and size of company and names no post."

[columns.visitors_by]
aliases = ["Location", "Job function", "Seniority", "Industry", "Company size"]

[columns.total_views]
aliases = ["Total followers"]
---*/
