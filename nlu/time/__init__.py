"""Times in a message: 明天下午三点, 下周, 月底, 三天内, 两小时.

In go a text and the moment at which it was said (aware); out come `TimeMention`s (times.find_times): where a time is
said, and what it means as a next time, a past day, a period and a duration, in ISO 8601. What words mean is in
rules/days, periods, holidays, clocks, durations and times; the arithmetic of the calendar is here. A message is read in
four steps: `tokens` (with a module for each kind), `phrases`, `instants`, `times`. `recurrence` reads what comes again
and again (每周三).
"""

__all__ = ["date_ranges", "recurrence", "times"]
