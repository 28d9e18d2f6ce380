"""What became of each sentence, and of each tag, between two versions of an article."""
