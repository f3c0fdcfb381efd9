"""The conversation: everything that knows there is a chat."""
