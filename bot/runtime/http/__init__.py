"""What a process answers over HTTP: which connections it takes, which requests it answers, and how it is doing."""

__all__ = ["connections", "guard", "health", "webapp"]
