"""Commands for several annotators who work on the same documents."""
