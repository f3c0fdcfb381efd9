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
    "ticket_closed",
    "ticket_confirmed",
    "ticket_goes_on",
    "ticket_moved",
    "ticket_answered",
    "ticket_asked_again",
    "ticket_passed_on",
    "ticket_unserved",
    "gate",
    "holdings",
    "built_on",
    "script_gone",
    "script_not_yours",
]


class Changed(Exception):
    """The row is not what the flow saw: gone, closed, moved to another stage, its clock started anew since (restarted),
    somebody else's (not_yours), not the actor's to act on any more (not_in_scope), a reminder that is gone or has gone
    to somebody else with its customer, something that somebody else `decides`, a stage's `gate` is in the way, or
    somebody has other `holdings` than were shared out, or others have gone on from it (`built_on`). A ticket: closed,
    confirmed as solved, gone on with by others, at another step (moved), answered already, asked again already,
    somebody else's with its customer (passed_on), or asked of a department that nobody serves. An item of the script
    library: retired (script_gone), or somebody else's to answer for (script_not_yours)."""

    def __init__(self, what: str, key: int | None, reason: Reason) -> None:
        super().__init__(f"{what} {key}: {reason}")
        self.what = what
        self.key = key
        self.reason: Reason = reason
