"""Owns what governors asked, were told and found on visits: an SQLite file of its own; knows no build and no page."""
