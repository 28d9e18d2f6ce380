"""The command that prints suggestions, and what they would have been worth."""
