"""What anybody is offered of the script library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class FindScripts(Offer):
    """Look for this in the library, for these industries and roles (parted by 、) and this budget (分); show `count`
    hits from place `skip`."""

    flow: ClassVar[str] = "find_script"
    query: str | None = None
    industry: str = ""
    buyer_role: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    skip: int = 0
    count: int = 1

    def at(self, skip: int, count: int) -> FindScripts:
        """The same question, further on."""
        return replace(self, skip=skip, count=count)
