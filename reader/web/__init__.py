"""The reader in a browser: its page, the door before it, and a terminal of the server's for each visitor."""
