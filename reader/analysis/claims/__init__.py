"""Which passages of other articles speak of the same thing as a claim, and what differs between them."""
