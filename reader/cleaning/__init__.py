"""A page to an article: furniture dropped, each line with a reason; sentences and words as spans."""
