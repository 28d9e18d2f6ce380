"""The units of language, as spans: characters, words, clauses, sentences, quotations, speakers; and search."""
