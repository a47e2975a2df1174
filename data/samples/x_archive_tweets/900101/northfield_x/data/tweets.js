window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2097308973265846279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2097308973265846279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2097308973265846279",
      "created_at": "last Tuesday",
      "favorited": false,
      "full_text": "A tweet without a readable date",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2097293873771446279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2097293873771446279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2097293873771446279",
      "in_reply_to_status_id_str": "20000000000",
      "in_reply_to_user_id_str": "770001",
      "in_reply_to_screen_name": "early_bird",
      "created_at": "Tue Sep 08 12:00:00 +0000 2026",
      "favorited": false,
      "full_text": "@early_bird a late answer",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2097278774277046279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2097278774277046279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2097278774277046279",
      "in_reply_to_user_id_str": "880001",
      "in_reply_to_screen_name": "council",
      "created_at": "Tue Sep 08 11:00:00 +0000 2026",
      "favorited": false,
      "full_text": "@council thank you",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2097263674782646279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2097263674782646279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2097263674782646279",
      "created_at": "Tue Sep 08 10:00:00 +0000 2026",
      "favorited": false,
      "full_text": "RT @council: roads closed",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2097248575288246279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2097248575288246279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2097248575288246279",
      "in_reply_to_status_id_str": "2094711860229046272",
      "in_reply_to_user_id_str": "4400001",
      "in_reply_to_screen_name": "NorthfieldX",
      "created_at": "Tue Sep 08 09:00:00 +0000 2026",
      "favorited": false,
      "full_text": "A thought about a post we have deleted",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2096939287311286279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2096939287311286279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2096939287311286279",
      "in_reply_to_status_id_str": "2096901287965622273",
      "in_reply_to_user_id_str": "990001",
      "in_reply_to_screen_name": "parent",
      "created_at": "Mon Sep 07 12:31:00 +0000 2026",
      "favorited": false,
      "full_text": "@parent And bring boots",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2096939035653046279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2096939035653046279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2096939035653046279",
      "in_reply_to_status_id_str": "2096901287965622273",
      "in_reply_to_user_id_str": "990001",
      "in_reply_to_screen_name": "parent",
      "created_at": "Mon Sep 07 12:30:00 +0000 2026",
      "favorited": false,
      "full_text": "@parent Yes, at noon",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2096872346219446279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2096872346219446279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2096872346219446279",
      "in_reply_to_status_id_str": "2096871087928246279",
      "in_reply_to_status_id": "2096871087928246279",
      "in_reply_to_user_id": "4400001",
      "in_reply_to_user_id_str": "4400001",
      "in_reply_to_screen_name": "NorthfieldX",
      "created_at": "Mon Sep 07 08:05:00 +0000 2026",
      "favorited": false,
      "full_text": "More on this",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "2096871087928246279"
          ]
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://example.org\">Web</a>",
      "entities": {
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "2",
      "id_str": "2096871087928246279",
      "truncated": false,
      "retweet_count": "0",
      "id": "2096871087928246279",
      "created_at": "Mon Sep 07 08:00:00 +0000 2026",
      "favorited": false,
      "full_text": "Welcome back &amp; good luck",
      "lang": "en"
    }
  }
]
