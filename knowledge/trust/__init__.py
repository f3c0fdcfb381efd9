"""What makes the library trusted and learnt from: who answers for an item and whether it still holds (`care`), who was
shown it (`shown`), what new hires learn in which order and how far they are (`learning`), what is wanted that it does
not have (`wanted`).

In: a session and ids of members; who may act is the caller's to check, on the row that `care.locked` holds. Out: facts.
"""

__all__ = ["care", "learning", "shown", "wanted"]
