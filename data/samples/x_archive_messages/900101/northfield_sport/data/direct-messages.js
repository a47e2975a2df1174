window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "4400002-990001",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "990001",
            "reactions": [],
            "urls": [],
            "text": "The text of a private message 2100000000000000202",
            "mediaUrls": [],
            "senderId": "4400002",
            "id": "2100000000000000202",
            "createdAt": "2026-09-08T12:00:00.000Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "4400002",
            "reactions": [],
            "urls": [],
            "text": "The text of a private message 2100000000000000201",
            "mediaUrls": [],
            "senderId": "990001",
            "id": "2100000000000000201",
            "createdAt": "2026-09-08T11:00:00.000Z",
            "editHistory": []
          }
        }
      ]
    }
  },
  {
    "dmConversation": {
      "conversationId": "4400002-990003",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "4400002",
            "reactions": [],
            "urls": [],
            "text": "The text of a private message 2100000000000000203",
            "mediaUrls": [],
            "senderId": "990003",
            "id": "2100000000000000203",
            "createdAt": "2026-09-10T11:00:00.000Z",
            "editHistory": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "990003",
            "reactions": [],
            "urls": [],
            "text": "The text of a private message 2100000000000000204",
            "mediaUrls": [],
            "senderId": "4400002",
            "id": "2100000000000000204",
            "createdAt": "yesterday",
            "editHistory": []
          }
        }
      ]
    }
  }
]