"""Annotations and links: what a person tagged, its anchors in the text, its history, the store."""
