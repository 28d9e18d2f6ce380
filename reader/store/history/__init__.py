"""What was written before: timeline, undo, earlier states, backups."""
