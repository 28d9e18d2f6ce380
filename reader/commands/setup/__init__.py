"""Commands about the program itself: its settings, what it finds on this machine, shell completion, the man page."""
