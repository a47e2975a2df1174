"""Everything before the screen: exports in, one sealed build out."""
