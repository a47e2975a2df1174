"""Owns what the page Action list needs and no other page may have: what is left to do, with the names it is about."""
