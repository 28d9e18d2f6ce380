"""Where a passage of an earlier text is in the present one, and how sure that is."""
