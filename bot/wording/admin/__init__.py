"""How the company's own people are spoken of when they come and go. Pure functions."""

__all__ = ["leaving"]
