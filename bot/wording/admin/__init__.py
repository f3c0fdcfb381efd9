"""What is said to whoever administers the company: about customer lists that are brought along, about the company's
own people when they come and go, about files that are too large for a chat, about logging in. Pure functions.

In: facts. Out: text. Nothing here reads or changes anything.
"""

__all__ = [
    "absence",
    "addresses",
    "covers",
    "import_problems",
    "importing",
    "leaving",
    "logging_in",
    "outcome",
    "placing",
    "uploading",
]
