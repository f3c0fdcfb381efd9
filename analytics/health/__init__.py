"""How healthy a customer is: parts by published formulas, each with what it is from and of when.

In: a `Session`, customers, policy, a moment. Out: `Health` with its parts, by pure functions (`scores`; docs/health.md
says them in words) over what `rows` reads.
"""

__all__ = ["rows", "scores"]
