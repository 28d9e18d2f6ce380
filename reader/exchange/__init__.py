"""Annotations to and from files, one module a format."""
