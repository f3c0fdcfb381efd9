"""What is offered about tickets, the requests to other departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class AnswerTicket(Offer):
    """The department's answer at this step of a ticket: these words, or what is then said. `final`: they are the
    answer, though they sound as if it were still to come."""

    flow: ClassVar[str] = "answer_ticket"
    step: int
    words: str | None = None
    final: bool = False


@dataclass(frozen=True)
class PassTicket(Offer):
    """Pass the ticket of this step on to this department, or to one that is then named, with these words; `member` is
    who of it, or which leader, was named."""

    flow: ClassVar[str] = "pass_ticket"
    step: int
    department: str | None = None
    words: str | None = None
    member: int | None = None


@dataclass(frozen=True)
class AskBack(Offer):
    """Ask the owner of the ticket that is at this step: these words, or what is then said."""

    flow: ClassVar[str] = "ask_back"
    step: int
    words: str | None = None


@dataclass(frozen=True)
class ReplyTicket(Offer):
    """Answer what the department asked at this step: these words, or what is then said."""

    flow: ClassVar[str] = "reply_ticket"
    step: int
    words: str | None = None


@dataclass(frozen=True)
class CloseTicket(Offer):
    """The ticket is solved, or not yet: then it goes back, or to this department, with these words or what is then
    said."""

    flow: ClassVar[str] = "close_ticket"
    ticket: int
    solved: bool
    words: str | None = None
    department: str | None = None


@dataclass(frozen=True)
class DropTicket(Offer):
    """The ticket is not needed any more."""

    flow: ClassVar[str] = "drop_ticket"
    ticket: int | None = None


@dataclass(frozen=True)
class UrgeTicket(Offer):
    """Tell whoever has the ticket in hand that it is waited for, in these words where somebody said them."""

    flow: ClassVar[str] = "urge_ticket"
    ticket: int
    words: str | None = None


@dataclass(frozen=True)
class ShowTickets(Offer):
    """How this ticket stands, or which there are."""

    flow: ClassVar[str] = "my_tickets"
    ticket: int | None = None
