"""Buttons under what is said about tickets."""

from __future__ import annotations

from bot.conversation.messages import Choice
from bot.wording.offers import (
    AnswerTicket,
    AskBack,
    CloseTicket,
    DropTicket,
    PassTicket,
    ReplyTicket,
    ShowTickets,
    UrgeTicket,
)
from config.policy import Policy
from sales.tickets import Served, TicketFact

LIST = Choice("我的工单", opens=ShowTickets())


def step_buttons(policy: Policy, ticket: TicketFact, following: Served | None) -> list[Choice]:
    """What whoever has a ticket in hand may do, the likeliest first."""
    step = ticket.step.id
    choices = [Choice("答复", opens=AnswerTicket(step))]
    if following is not None:
        to = f"转下一步:{policy.tickets.name(following.department)}{following.member}"
        choices.append(Choice(to, opens=PassTicket(step, following.department)))
    choices.append(Choice("问回去", opens=AskBack(step)))
    return [*choices, Choice("转给别的部门", opens=PassTicket(step))] if policy.tickets.skip else choices


def short_step_buttons(ticket: TicketFact) -> list[Choice]:
    """The same of one among several: to answer it."""
    return [Choice(f"答复·工单{ticket.id}", opens=AnswerTicket(ticket.step.id))]


def pass_button(ticket: TicketFact) -> Choice:
    """To pass one of several on."""
    return Choice(f"转走·工单{ticket.id}", opens=PassTicket(ticket.step.id))


def answered_buttons(ticket: TicketFact) -> list[Choice]:
    """What the owner says to an answer."""
    return [
        Choice("解决了", opens=CloseTicket(ticket.id, solved=True)),
        Choice("还没解决(再问)", opens=CloseTicket(ticket.id, solved=False)),
    ]


def solved_buttons(ticket: TicketFact) -> list[Choice]:
    """The same of one among several: it is solved, or how it stands."""
    number = f"·工单{ticket.id}"
    shows = Choice(f"看看{number}", opens=ShowTickets(ticket.id))
    return [Choice(f"解决了{number}", opens=CloseTicket(ticket.id, solved=True)), shows]


def question_buttons(ticket: TicketFact) -> list[Choice]:
    """What the owner does with a department's question."""
    return [Choice("回答", opens=ReplyTicket(ticket.step.id)), Choice("不用了", opens=DropTicket(ticket.id))]


def owner_buttons(ticket: TicketFact) -> list[Choice]:
    """What the owner, or who leads them, may do with a ticket as it stands."""
    if not ticket.is_open:
        return []
    if not ticket.step.is_open:
        return answered_buttons(ticket)
    if ticket.step.asked_at is not None:
        return question_buttons(ticket)
    return [
        Choice(f"催一下{ticket.step.member}", opens=UrgeTicket(ticket.id)),
        Choice("不用了", opens=DropTicket(ticket.id)),
    ]


def alert_buttons(ticket: TicketFact, suffix: str = "") -> list[Choice]:
    """What a leader may do about a ticket that stands still; `suffix` names it among several."""
    return [
        Choice(f"催一下{ticket.step.member}{suffix}", opens=UrgeTicket(ticket.id)),
        Choice(f"看看进度{suffix}", opens=ShowTickets(ticket.id)),
    ]


def show_button(ticket: TicketFact) -> Choice:
    """Shows one of a list."""
    return Choice(f"工单{ticket.id}", opens=ShowTickets(ticket.id))
