"""Suggestions in a session: computed, taken, dismissed and learnt from, without a screen."""
