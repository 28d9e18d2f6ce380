"""From a page to an article: boilerplate dropped with a reason, what is shown traced back to the page."""
