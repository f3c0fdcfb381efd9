"""A conflict: a row is no longer as the flow read it. Raised before anything is written."""

from __future__ import annotations

from typing import Literal

Reason = Literal["gone", "closed", "moved", "restarted", "not_yours", "not_in_scope"]


class Changed(Exception):
    """The row is not what the flow saw: gone (or out of scope), closed, moved to another stage, its clock started
    anew since (restarted), somebody else's (not_yours), or not the speaker's to act on any more (not_in_scope)."""

    def __init__(self, what: str, key: int | None, reason: Reason) -> None:
        super().__init__(f"{what} {key}: {reason}")
        self.what = what
        self.key = key
        self.reason: Reason = reason
