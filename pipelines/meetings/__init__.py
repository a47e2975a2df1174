"""Owns the file of the record of meetings: opening it, its tables, and letting go; knows no card and no page."""
