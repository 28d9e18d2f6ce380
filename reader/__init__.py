"""nrc-reader: a terminal reader and annotator for news articles."""

__version__ = "0.1.0"
#: The name of the program, on the command line and in the names of its folders.
APP_NAME = "nrc-reader"
