"""What the list of documents shows of each: facts, order and totals; for a hundred thousand as for ten."""
