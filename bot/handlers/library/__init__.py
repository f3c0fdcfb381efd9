"""The script library in chat: a question of how to answer a customer comes in, words to say aloud go out; people say
what was of use, give scripts of their own, and decide on those of others."""

__all__ = ["contribute_script", "decide_contribution", "find_script", "rate_script"]
