"""Character sets: the names that they go by, and which of them the bytes of a text are in."""
