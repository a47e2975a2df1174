/*---
title = "X archive: manifest"
vendor = "X"
evidence = "F"
reader = "json"
whose = "account"
uncounted = "It lists the files of an archive; each of them is recognised by itself, and the list is held against them."
name_hints = ["manifest.js"]
records = "archiveInfo"
never = ["userName", "displayName"]

[lists]
kinds = [
    "account", "tweet", "tweets", "directMessages", "directMessageHeaders", "directMessagesGroup", "directMessageGroupHeaders",
]

[lists.instead]
"direct-messages.js" = "direct-message-headers.js"
"direct-message-headers.js" = "direct-messages.js"
"direct-messages-group.js" = "direct-message-group-headers.js"
"direct-message-group-headers.js" = "direct-messages-group.js"

[columns.generation_date]
aliases = ["generationDate"]

[columns.is_partial_archive]
aliases = ["isPartialArchive"]
---*/
