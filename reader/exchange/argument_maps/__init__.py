"""What the formats of argument maps are made of: statements, and what supports or attacks them."""
