"""A file or folder to pages: bytes to safe lines. The one door for untrusted text."""
