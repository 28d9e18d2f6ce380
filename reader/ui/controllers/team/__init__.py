"""Controllers for what several annotators do: finishing documents, adjudicating, and what follows from it."""
