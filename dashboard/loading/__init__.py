"""Owns what the page Load exports does with files; a verb of the command line does the loading."""
