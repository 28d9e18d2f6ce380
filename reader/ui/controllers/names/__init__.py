"""The list of names, and what a person corrects in it."""
