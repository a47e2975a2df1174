/*---
title = "X analytics, one row per day"
vendor = "X"
evidence = "F"
reader = ["csv", "xlsx"]
whose = "account"
uncounted = "It counts posts and views by day and names no post; hand in the export by post, or the archive."
name_hints = ["daily_tweet_activity_metrics_*", "account_overview_analytics*"]

[columns.date]

[columns.tweets_published]
aliases = ["Create Post"]

[columns.impressions]

[columns.engagements]
---*/
