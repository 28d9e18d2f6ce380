"""What the formats of REFI-QDA, the exchange standard of programs for qualitative analysis, are made of."""
