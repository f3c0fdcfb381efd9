"""What anybody is offered of the script library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class FindScripts(Offer):
    """Look for this in the library, for these industries and roles (parted by 、) and this budget (分); show `count`
    hits from place `skip`. It is asked with this customer and deal in mind."""

    flow: ClassVar[str] = "find_script"
    query: str | None = None
    industry: str = ""
    buyer_role: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    skip: int = 0
    count: int = 1
    customer: int | None = None
    deal: int | None = None

    def at(self, skip: int, count: int) -> FindScripts:
        """The same question, further on."""
        return replace(self, skip=skip, count=count)


@dataclass(frozen=True)
class RateScript(Offer):
    """This item was of use, or not, with this customer and deal."""

    flow: ClassVar[str] = "rate_script"
    code: str
    useful: bool
    customer: int | None = None
    deal: int | None = None


@dataclass(frozen=True)
class Contribute(Offer):
    """Give a script to the library: a new one, or better words for one that was returned."""

    flow: ClassVar[str] = "contribute_script"
    again: int | None = None


@dataclass(frozen=True)
class DecideContribution(Offer):
    """Let a contributed script into the library, or return it."""

    flow: ClassVar[str] = "decide_contribution"
    contribution: int
    granted: bool


@dataclass(frozen=True)
class ShowPoints(Offer):
    """One's own points."""

    flow: ClassVar[str] = "my_progress"


@dataclass(frozen=True)
class Redeem(Offer):
    """Redeem points for this reward, or see which there are."""

    flow: ClassVar[str] = "redeem_points"
    answers: ClassVar[bool] = True
    reward: str | None = None


@dataclass(frozen=True)
class DecideRedemption(Offer):
    """Grant somebody the reward that they asked for, or not."""

    flow: ClassVar[str] = "decide_redemption"
    redemption: int
    granted: bool
