"""Adjudication on the screen: the disagreements of a document, one after another."""
