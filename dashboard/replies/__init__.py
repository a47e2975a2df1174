"""Owns what the page on replies is made of: waits, targets, figures, groups, weeks; lays out nothing itself."""
