"""How deals, their clocks and their people are said. Pure functions.

In: facts of `sales`. Out: sentences and buttons.
"""

__all__ = ["alerts", "cadence", "leads"]
