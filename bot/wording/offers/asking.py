"""What is looked at next under figures: the same in another way, or the deals behind them. Days are ISO dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class ShowFunnel(Offer):
    """The funnel (or which of its figures: `aspect`), by a dimension, of these deals in these days."""

    flow: ClassVar[str] = "query_funnel"
    aspect: str | None = None
    by: str | None = None
    region: str | None = None
    team: int | None = None
    member: int | None = None
    product: str | None = None
    industry: str | None = None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class ShowDeals(Offer):
    """The deals that are in a stage (won and lost ones: that came to it in these days); none: the open ones."""

    flow: ClassVar[str] = "show_deals"
    stage: str | None = None
    region: str | None = None
    team: int | None = None
    member: int | None = None
    product: str | None = None
    industry: str | None = None
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class ShowHealth(Offer):
    """How healthy this customer is; without one, which are the least."""

    flow: ClassVar[str] = "query_health"
    customer: int | None = None


@dataclass(frozen=True)
class OpenBoard(Offer):
    """A link to the board."""

    flow: ClassVar[str] = "open_board"
