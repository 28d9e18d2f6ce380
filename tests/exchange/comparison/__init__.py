"""Tests of comparing and merging stores, revisions and exports."""
