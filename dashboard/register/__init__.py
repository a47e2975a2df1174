"""Owns what the page on accounts shows: its rows, words and figures; knows neither layout nor other pages."""
