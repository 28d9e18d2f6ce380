"""What became of labels in a store, and what can be done to them as a whole."""
