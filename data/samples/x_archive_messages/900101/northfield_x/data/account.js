window.YTD.account.part0 = [
  {
    "account": {
      "email": "",
      "createdVia": "web",
      "username": "NorthfieldX",
      "accountId": "4400001",
      "createdAt": "2014-05-15T05:07:22.316Z",
      "accountDisplayName": "Northfield"
    }
  }
]