"""How what belongs to a customer's deals is said: the decision chain.

In: facts of `sales`, policy, the time. Out: texts, and the specification of the picture beside them. Pure functions.
"""

__all__ = ["chain"]
