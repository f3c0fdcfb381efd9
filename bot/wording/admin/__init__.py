"""What is said to whoever administers the company: about customer lists that are brought along. Pure functions.

In: facts of an import. Out: text. Nothing here reads or changes anything.
"""

__all__ = ["importing"]
