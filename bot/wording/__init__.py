"""What is said, in Chinese: sentences, how dates, money and lines of a list are written, and buttons. Pure functions.

In: facts of the domain, policy, the time. Out: text and `Choice`s. Nothing here reads or changes anything.
"""

__all__ = [
    "admin",
    "buttons",
    "coaching",
    "deals",
    "departments",
    "facts",
    "figures",
    "handovers",
    "heard",
    "help",
    "library",
    "limits",
    "offers",
    "overviews",
    "records",
    "reminders",
    "reports",
    "stages",
    "tasks",
    "teamwork",
    "turn",
    "undoing",
    "values",
]
