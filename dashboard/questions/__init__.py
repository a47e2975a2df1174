"""Owns the questions that the data suggests a governor ask: rules as data, cards out; knows no page and no meeting."""
