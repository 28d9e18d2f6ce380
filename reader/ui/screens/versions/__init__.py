"""Screens about versions of an article."""
