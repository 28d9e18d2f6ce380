"""One document on disk: its file, its journal, how both are read, written, merged and repaired."""
