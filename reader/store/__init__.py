"""Keeps what a person did: the store as a protocol, and as a folder of files with a journal, a history and backups."""
