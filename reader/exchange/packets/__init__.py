"""Sealed packets: documents with all that was done to them in one file that shows each later change."""
