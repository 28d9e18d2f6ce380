"""Several annotators on one store: who they are, which documents go to whom, and what each of them may see."""
