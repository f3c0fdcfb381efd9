"""The script library in chat: a question of how to answer a customer comes in, words to say aloud go out."""

__all__ = ["find_script"]
