"""The funnel: how deals went through the stages in a period, by what they are looked at, and where they were lost.

In: a condition on the deals in scope, the open stages in their order, a span of time and the one before it. Out:
figures as frozen dataclasses: pure functions (`figures`; docs/funnel.md says them in words) over the paths of deals,
which `rows` reads grouped; `slices` are the conditions and dimensions by which deals are looked at.
"""

__all__ = ["deals", "figures", "keeping", "open_parts", "report", "rows", "slices"]
