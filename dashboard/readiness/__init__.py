"""Owns what the page on training and acknowledgement is made of: people's states on a day, its figures; no layout."""
