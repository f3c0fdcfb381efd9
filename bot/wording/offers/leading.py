"""What leaders are offered, and those whom they ask for something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class HoldDeal(Offer):
    """Give this deal more time."""

    flow: ClassVar[str] = "hold_deal"
    answers: ClassVar[bool] = True
    deal: int


@dataclass(frozen=True)
class Acknowledge(Offer):
    """The leader has taken note of the alert about this deal, or of all alerts."""

    flow: ClassVar[str] = "acknowledge"
    deal: int | None = None


@dataclass(frozen=True)
class Assign(Offer):
    """Give this deal, with its customer, to this colleague, or to one still to be chosen."""

    flow: ClassVar[str] = "assign"
    answers: ClassVar[bool] = True
    deal: int
    to: int | None = None


@dataclass(frozen=True)
class DecideClaim(Offer):
    """The customer of this claim goes to the claimant (`granted`) or stays with its owner."""

    flow: ClassVar[str] = "decide_claim"
    answers: ClassVar[bool] = True
    claim: int
    granted: bool


@dataclass(frozen=True)
class DecideHandover(Offer):
    """The customer of this request goes to whom it was asked for (`granted`) or stays with its owner."""

    flow: ClassVar[str] = "decide_handover"
    answers: ClassVar[bool] = True
    request: int
    granted: bool


@dataclass(frozen=True)
class AnswerInstruction(Offer):
    """What a colleague wanted is `done`, or there is a problem with it."""

    flow: ClassVar[str] = "answer_instruction"
    answers: ClassVar[bool] = True
    instruction: int
    done: bool


@dataclass(frozen=True)
class ReplyOrder(Offer):
    """Say something to a colleague, who said something to this instruction; `asks`: it waits for a yes or no."""

    flow: ClassVar[str] = "reply_order"
    answers: ClassVar[bool] = True
    instruction: int
    asks: bool = False


@dataclass(frozen=True)
class AnswerSupport(Offer):
    """Tell the owner of this deal, who asked for support, what the leader says to it."""

    flow: ClassVar[str] = "answer_support"
    answers: ClassVar[bool] = True
    deal: int


@dataclass(frozen=True)
class UrgeReports(Offer):
    """Ask those led by the speaker who have not reported of this day (ISO date; today) once more."""

    flow: ClassVar[str] = "urge_reports"
    day: str | None = None
