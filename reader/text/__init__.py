"""Language units as spans (characters, words, clauses, sentences, quotations, speakers), search, and similarity."""
