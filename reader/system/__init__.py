"""Operating system services: files, folders, streams, limits and child processes, and advice on their errors."""
