"""Commands for several annotators of one store."""
