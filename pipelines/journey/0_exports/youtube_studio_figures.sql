/*---
title = "YouTube Studio: views by day, place or audience"
vendor = "YouTube"
evidence = "F"
reader = ["csv", "xlsx"]
whose = "account"
uncounted = "It counts views by day, place or audience and names no video; the table of videos is the one that is read."
name_hints = ["Totals*.csv", "Chart data*.csv", "Table data*.csv"]

[columns.counted_by]
aliases = [
    "Date", "Geography", "Cities", "Traffic source", "Viewer age", "Viewer gender", "Device type", "Subscription status",
    "Content type", "New and returning viewers",
]

[columns.views]

[columns.watch_time]
aliases = ["Watch time (hours)"]
optional = true
---*/
