"""Documents on their way in: which ones are meant, where their annotations are, and what of them is new."""
