"""What the reader costs at every size, measured in a real terminal: ``python -m tests.benchmarks`` runs it."""
