"""The annotations, links and decisions of an open document, and what can be done with them in memory."""
