"""When things happen: what time it is, timers, the sweep that fires what is due, working time and quiet time.

In: timers (an instant, a kind, a key, whose), deals to watch, and from the wiring a table kind → function, because
this room owns when and not what. Out: the calls of these functions, each with a person's due timers in one transaction,
and instants that keep quiet time. The sweep commits; everything else takes the Session of its caller.
"""

__all__ = [
    "clock",
    "customer_clock",
    "day_clock",
    "deferral",
    "instruction_clock",
    "limits_changed",
    "reminder_clock",
    "report_clock",
    "signal_clock",
    "stage_clock",
    "step_clock",
    "sweep",
    "ticket_clock",
    "timers",
    "working_time",
]
