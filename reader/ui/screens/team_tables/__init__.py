"""What several annotators did, as tables on the screen: agreement, disagreements, findings, what became of tags."""
