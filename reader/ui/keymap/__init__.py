"""Keys to actions: the table of actions, and what stands before it."""
