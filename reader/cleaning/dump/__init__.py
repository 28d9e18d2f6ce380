"""Text dumps made clean: rows are classified by rules, then by a learnt table, and put together as an article."""
