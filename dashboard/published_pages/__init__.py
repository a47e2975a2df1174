"""Owns how pages look to limited audiences; every number here comes from `publishing.look`, and none from a query."""
