"""Cleans HTML and marked-up documents: an extractor and the markup decide what belongs to the article."""
