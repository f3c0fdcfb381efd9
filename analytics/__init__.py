"""Read models over what the sales process has kept: figures of teams and people, by published formulas.

In: a `Session`, whom it is about (`groups`), policy, days. Out: figures as frozen dataclasses. The formulas are pure
functions (`process_figures`; docs/process-figures.md says them in words); `process_rows` reads what they need, and
`weekly_brief` puts a week together.
"""

__all__ = ["groups", "process_figures", "process_rows", "weekly_brief"]
