"""Commands that show what was tagged as tables and reports."""
