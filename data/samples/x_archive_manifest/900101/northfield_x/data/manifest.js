window.__THAR_CONFIG = {
  "userInfo": {
    "accountId": "4400001",
    "userName": "NorthfieldX",
    "displayName": "Northfield Primary"
  },
  "archiveInfo": {
    "sizeBytes": "24370260",
    "generationDate": "2026-09-30T15:40:58.834Z",
    "isPartialArchive": false,
    "maxPartSizeBytes": "53687091200"
  },
  "dataTypes": {
    "tweets": {
      "files": [
        {
          "fileName": "data/tweets.js",
          "globalName": "YTD.tweets.part0",
          "count": "0"
        }
      ]
    }
  }
}