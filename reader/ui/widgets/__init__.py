"""The parts of the screen beside the text: lists, the status line, the input line."""
