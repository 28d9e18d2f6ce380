"""Cleans text dumps: rules classify the rows, a learnt model reviews them, and the kept rows form the article."""
