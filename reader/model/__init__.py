"""Plain data shared by all parts: spans, pages, articles, entities, annotations, documents."""
