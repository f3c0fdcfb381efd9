"""What is said because a timer fired."""
