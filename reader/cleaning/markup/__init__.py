"""HTML and Markdown pages made clean: an extractor and the markup say what is the article."""
