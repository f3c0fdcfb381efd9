"""Effects on rows that may have changed since the flow read them: such a conflict is an answer, not a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from sales.errors import Changed, Reason

P = ParamSpec("P")
T = TypeVar("T")

REASONS: Mapping[Reason, str] = {
    "gone": "这条刚刚不在了,可能被别人改动过,这次没有记。",
    "closed": "这一单刚刚已经结单了,这次没有记。",
    "moved": "这一单的阶段刚刚已经变了,没有再动它。",
    "restarted": "这一单刚刚有了新的跟进,时间已经重新算了,不用再处理。",
    "not_in_scope": "这一单已经转给同事跟了,不用你处理。",
    "not_yours": "这条是同事记的,你改不了,跟他说一声吧。",
}


@dataclass(frozen=True)
class Stale:
    """Nothing was changed, for this reason."""

    reason: Reason

    @property
    def text(self) -> str:
        """The reason as a sentence for the person."""
        return REASONS[self.reason]


def attempt(
    session: Session, effect: Callable[Concatenate[Session, P], T], *args: P.args, **named: P.kwargs
) -> T | Stale:
    """The result of `effect(session, …)`, or Stale if what it was to change is no longer as the flow read it."""
    try:
        return effect(session, *args, **named)
    except Changed as changed:
        return Stale(changed.reason)
