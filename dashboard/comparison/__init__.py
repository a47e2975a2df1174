"""Owns what the page that compares schools computes: measures side by side, each school over time."""
