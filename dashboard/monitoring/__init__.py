"""Owns what the page on monitoring shows: its rows, words and figures; knows neither layout nor other pages."""
