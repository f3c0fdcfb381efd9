"""What is said about deals beside their limits: signals, with what they rest on and what may be done. Pure functions.

In: occurrences of the domain, the rules of policy, the time. Out: text and `Choice`s.
"""

__all__ = ["signals"]
