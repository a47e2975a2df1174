/*---
title = "Facebook: a list of comments, fetched post by post"
vendor = "Meta"
evidence = "P"
reader = ["csv", "xlsx"]
whose = "account"
uncounted = """It says by name alone who wrote a comment, and not which of them is the page, so nothing is told of what was answered. \
The feed of the page, with comments and replies, says so."""
name_hints = ["*_facebook_comments.csv"]
never = ["comment_message", "comment_author"]

[columns.comment_id]

[columns.status_id]

[columns.parent_id]

[columns.comment_published]
---*/
