"""Owns what the page on incidents is made of: the record, its figures, waits, trend; lays out nothing."""
