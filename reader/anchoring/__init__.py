"""Finds where a passage of an earlier text is in the present one, and how certain the match is."""
