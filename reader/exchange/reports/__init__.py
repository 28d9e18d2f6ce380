"""Reports by template: what a template is told of annotations, and the sandbox that it runs in."""
