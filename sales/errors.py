"""A conflict: a row is no longer as the flow read it. Raised before anything is written."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "gone",
    "closed",
    "moved",
    "restarted",
    "not_yours",
    "not_in_scope",
    "reminder_gone",
    "reminder_passed_on",
    "decides",
    "holdings",
]


class Changed(Exception):
    """The row is not what the flow saw: gone, closed, moved to another stage, its clock started anew since (restarted),
    somebody else's (not_yours), not the actor's to act on any more (not_in_scope), a reminder that is gone or has gone
    to somebody else with its customer, something that somebody else `decides`,
    or somebody has other holdings than were shared out."""

    def __init__(self, what: str, key: int | None, reason: Reason) -> None:
        super().__init__(f"{what} {key}: {reason}")
        self.what = what
        self.key = key
        self.reason: Reason = reason
