"""Documents on their way out: with their texts, without what a format cannot hold, read back before they leave."""
