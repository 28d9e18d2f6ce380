"""The index of all texts: a database that is made anew whenever it is missing, and searched in place of the files."""
