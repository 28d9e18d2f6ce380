"""Plain data that every part speaks: spans, pages, articles, entities, annotations, documents."""
