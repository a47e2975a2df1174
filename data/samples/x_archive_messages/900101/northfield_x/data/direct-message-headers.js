window.YTD.direct_message_headers.part0 = [
  {
    "dmConversation": {
      "conversationId": "990001-4400001",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "4400001",
            "senderId": "990001",
            "id": "2100000000000000103",
            "createdAt": "2026-09-09T07:00:00.000Z"
          }
        },
        {
          "messageCreate": {
            "recipientId": "990001",
            "senderId": "4400001",
            "id": "2100000000000000102",
            "createdAt": "2026-09-08T10:20:30.500Z"
          }
        },
        {
          "messageCreate": {
            "recipientId": "4400001",
            "senderId": "990001",
            "id": "2100000000000000101",
            "createdAt": "2026-09-08T08:05:00.123Z"
          }
        }
      ]
    }
  }
]