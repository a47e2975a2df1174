"""Everything on screen and on paper: reads a sealed build only, and knows nothing of how it was made."""
