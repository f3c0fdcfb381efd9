"""How reports are worded: the action of the day and who reported it, leads of a day, process figures,
forecasts, the board, what was learned from closed deals. Pure functions.

In: facts of `sales` and `analytics`. Out: texts and buttons.
"""

__all__ = [
    "board",
    "daily",
    "deals",
    "decline",
    "exports",
    "forecast",
    "funnel",
    "health",
    "learner",
    "losses",
    "process",
    "schedules",
    "spans",
    "targets",
]
