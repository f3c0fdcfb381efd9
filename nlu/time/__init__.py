"""Times in a message."""
