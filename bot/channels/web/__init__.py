"""The local chat page."""
