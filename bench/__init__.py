"""Speed, memory and retrieval quality, each as a ratio against a named reference where one exists: ``make bench``."""
