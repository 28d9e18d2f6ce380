"""What runs beside the keys, for the most part in child processes: what they find comes in batches."""
