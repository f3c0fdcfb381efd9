"""How deals are said: their clocks, their people, who decides, what a stage needs and the files that it gets,
signals, recorded calls.

In: facts of `sales`, policy, the time. Out: sentences and buttons, and the specification of a picture. Pure functions.
"""

__all__ = ["alerts", "cadence", "calls", "chain", "gates", "lead_lists", "leads", "signals"]
