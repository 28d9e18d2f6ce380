"""What is shown while labels as a whole are changed."""
