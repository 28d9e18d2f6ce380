"""Turns a page into an article: drops boilerplate with a reason, and traces the shown text back to the page."""
