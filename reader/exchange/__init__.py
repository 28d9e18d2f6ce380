"""Exchange files and reports: annotations to and from files, articles, history and statistics as text and JSON."""
