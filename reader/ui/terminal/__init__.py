"""The terminal itself: what it sends, what is sent to it, how wide it draws, and how it is left."""
