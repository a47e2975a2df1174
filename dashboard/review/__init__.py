"""Owns what the Termly review shows and records: cards with what became of them, findings, visits; knows no rule."""
