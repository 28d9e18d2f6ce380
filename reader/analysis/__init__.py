"""What follows from tags: tables of them, and which passages overlap or stand against each other."""
