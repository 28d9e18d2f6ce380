"""The open documents and what a person can do with them, without a screen."""
