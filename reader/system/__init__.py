"""What the operating system gives and refuses: files, folders, streams, limits, child processes."""
