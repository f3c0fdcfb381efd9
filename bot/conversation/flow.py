"""What a flow is: a name, a version, what starts it, who may, and the function that is the conversation."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from bot.conversation.messages import Offer
from bot.conversation.talk import Talk

FlowFunction = Callable[[Talk[Any, Any, Any], Any], Any]  # async def name(talk, opening) -> None


@dataclass(frozen=True)
class Command:
    """A word that starts a flow when it is the message, or its first word (`/跟进 …`, `加入 1234`)."""

    word: str


@dataclass(frozen=True)
class Intent:
    """Words of this meaning start a flow."""

    name: str


@dataclass(frozen=True)
class Phrase:
    """Words that `matches` knows start a flow, whatever else they could mean: for what has no intent. Where the flow
    does something, words that only weigh it (要不要…, 先别…) do not, unless it answers what is `weighed` too."""

    name: str
    matches: Callable[[str], bool]
    weighed: bool = False


@dataclass(frozen=True)
class Flow:
    """`roles` None admits strangers too. `title` names the flow on a button (记一条跟进). A flow that `only_answers`
    changes nothing and is served even while a free-text question waits. `version` is raised when a change of the code
    makes old journals unfit. `offer` is the type of the buttons that open it, None if no button does."""

    name: str
    version: int
    run: FlowFunction
    starts: tuple[Command | Intent | Phrase, ...] = ()
    roles: frozenset[str] | None = frozenset()
    title: str = ""
    only_answers: bool = False
    offer: type[Offer] | None = None

    @property
    def intent(self) -> str | None:
        """The intent that opens it, the first of several."""
        return next((start.name for start in self.starts if isinstance(start, Intent)), None)

    def admits(self, roles: Collection[str]) -> bool:
        """Whether somebody who acts in these roles (a stranger in none) may start it."""
        return self.roles is None or not self.roles.isdisjoint(roles)
