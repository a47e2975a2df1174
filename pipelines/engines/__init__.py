"""Each module here runs the journey's selects on one engine and hands back Arrow; none knows what they mean."""
