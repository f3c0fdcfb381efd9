"""What is said of the script library: items as words to say aloud, why they fit, and that nothing does."""

__all__ = ["importing", "playing", "recorded", "scripts"]
