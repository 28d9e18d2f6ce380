"""Claims across the documents of a session: what is like one, and what a person said of two, without a screen."""
