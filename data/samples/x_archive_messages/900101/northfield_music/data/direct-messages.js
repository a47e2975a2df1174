window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "4400003-990004",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "4400003",
            "reactions": [],
            "urls": [],
            "text": "The text of a private message 2100000000000000301",
            "mediaUrls": [],
            "senderId": "990004",
            "id": "2100000000000000301",
            "createdAt": "2026-09-08T11:00:00.000Z",
            "editHistory": []
          }
        }
      ]
    }
  }
]