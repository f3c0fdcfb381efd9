"""How reports are worded: the action of the day and who reported it, leads of a day, process figures. Pure functions.

In: facts of `sales` and `analytics`. Out: texts and buttons.
"""

__all__ = [
    "daily",
    "deals",
    "exports",
    "funnel",
    "health",
    "process",
    "schedules",
    "spans",
    "targets",
]
