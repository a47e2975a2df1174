"""Owns the statistics: control charts, funnels, intervals; knows nothing of the warehouse, of pages or of colours.

Every function is pure: small frames and arrays in, frozen results out. `docs/statistics.md` explains each method.
"""
