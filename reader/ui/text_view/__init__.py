"""A text on the screen: wrapped into rows, drawn row by row, with what is marked in it."""
