"""The sales process: what is known of customers and deals, what is reported of them, and what is due.

In: a `Session` first, then who may see what (conditions on rows, `scope`), drafts of what was reported, policy, and
the time: nothing here reads a clock, commits, or knows that there is a chat. Out: facts, frozen dataclasses that other
rooms put into words. `errors.Changed` is raised where a row is no longer as it was seen, before anything is written.

Reported: `followups`, `leads`, `tickets`. Changed: `stages` (entered by `gates`), `breaches`, `reminders`. Read:
`customers`, `deals`, `followup_history`, `limits`, `tasks`, `signals`. What an understanding's slots hold:
`slot_values`. Names: `names`. Customer lists: `importing`.
"""

__all__ = [
    "breaches",
    "cadence",
    "customers",
    "daily_actions",
    "deals",
    "decision_chain",
    "errors",
    "followup_draft",
    "followup_history",
    "followups",
    "gates",
    "importing",
    "leads",
    "limits",
    "names",
    "period",
    "reminders",
    "scope",
    "signals",
    "slot_values",
    "stages",
    "tasks",
    "teamwork",
    "tickets",
]
