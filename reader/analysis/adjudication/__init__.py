"""What annotators disagree on, what was decided of it, and what became of each one's tags."""
