/*---
title = "X archive: manifest"
vendor = "X"
evidence = "F"
reader = "json"
whose = "account"
uncounted = "It lists the files of an archive; each of them is recognised by itself."
name_hints = ["manifest.js"]
records = "archiveInfo"
never = ["userName", "displayName"]

[columns.generation_date]
aliases = ["generationDate"]

[columns.is_partial_archive]
aliases = ["isPartialArchive"]
---*/
