"""What hardly changes from turn to turn: the flows there are, the company's policy, its working time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.turn.router import FlowTable
from config.policy import Policy
from sales.teamwork import limit_changes
from scheduler.working_time import WorkingTime

Limits = tuple[tuple[str, float], ...]  # stages and hours
MOST_KEPT = 16  # policies


@dataclass(frozen=True)
class Rules:
    """What every turn decides by: the same for the life of a process, but for limits changed in the chat. `hears` says
    whether voice can be heard now."""

    table: FlowTable
    policy: Policy
    working_time: WorkingTime
    hears: Callable[[], bool] = lambda: False

    def as_of(self, session: Session) -> Rules:
        """The rules with the limits that were changed in the chat, as they are now."""
        changed = limit_changes.changed(session)
        return replace(self, policy=_with_limits(self.policy, changed)) if changed else self


_known: dict[tuple[int, Limits], tuple[Policy, Policy]] = {}


def _with_limits(policy: Policy, changed: Limits) -> Policy:
    """`policy.with_limits`, worked out once per change."""
    key = id(policy), changed
    if key not in _known or _known[key][0] is not policy:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        _known[key] = policy, policy.with_limits(dict(changed))
    return _known[key][1]
