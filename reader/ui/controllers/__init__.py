"""What the keys do, one class a subject."""
