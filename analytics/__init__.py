"""Figures and pictures of the sales process, made from what `sales` knows: read models of teams and people by
published formulas, and specifications of charts.

In: a `Session`, whom it is about (`groups`), policy, days. Out: figures as frozen dataclasses, by pure functions
(`process_figures`; docs/process-figures.md says them in words) over what `process_rows` reads; `weekly_brief` puts a
week together, `by_person` takes it apart; `stage_columns` says how
open deals stand; `forecast` learns which deals are won and adds them up. Charts (`charts`) are frozen specifications,
also as JSON, which whoever shows them draws: what is shown beside what is decided here, not how it looks.
"""

__all__ = [
    "answer_times",
    "by_person",
    "charts",
    "export",
    "forecast",
    "funnel",
    "groups",
    "health",
    "process_figures",
    "process_rows",
    "schedules",
    "stage_columns",
    "weekly_brief",
]
