"""What is written and why, as plain data and pure functions: shared by every store, wherever it keeps things."""
