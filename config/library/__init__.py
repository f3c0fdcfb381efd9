"""The part of company policy about the script library: what people earn by giving to it, and what for.

In: the part of the policy file under `points`. Out: how many points each thing is worth, and the rewards.
"""

__all__ = ["points"]
