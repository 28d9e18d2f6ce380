"""What became of an article between two versions, as text, JSON, Markdown and HTML."""
