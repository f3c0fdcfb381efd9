"""What is said to whoever administers the company: about customer lists that are brought along, and about the company's
own people when they come and go. Pure functions.

In: facts. Out: text. Nothing here reads or changes anything.
"""

__all__ = ["absence", "covers", "import_problems", "importing", "leaving", "outcome", "placing"]
