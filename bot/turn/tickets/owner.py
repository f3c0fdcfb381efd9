"""What the owner of a ticket says of the one shown last: a reply, whether it is solved, that it is waited for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from bot.turn.runs import Runs
from bot.turn.tickets.holder import short_names
from bot.turn.tickets.other_words import RAISES, names_another, something_else
from bot.turn.tickets.shown import last_shown
from bot.wording.departments.tickets import holder
from bot.wording.offers import CloseTicket, DropTicket, ReplyTicket, ShowTickets, UrgeTicket
from bot.wording.turn import small_talk
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import slot_values, tickets
from sales.tickets import TicketFact

SHORTEST = 4  # characters of words that may be meant for the department
WHICH = "说的是哪一张工单?点一下。"
Offered = CloseTicket | DropTicket | ReplyTicket | UrgeTicket


def said(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words are about a ticket of the speaker."""
    own = [one for one in tickets.lately_of(context.session, context.speaker.member_id, context.now) if one.is_open]
    if not own:
        return False
    shown = last_shown(context.session, context.conversation_id, context.now)
    if reading.urges(text) and (late := _waited_for(context, own, shown.tickets, text, meant)) is not None:
        return _open(context, runs, UrgeTicket(late.id, text.strip()), text)
    last = [one for key in shown.newest for one in own if one.id == key]
    if reading.not_needed(text) and shown.any:
        return _each(context, runs, last or own[-1:], [DropTicket(one.id) for one in last or own[-1:]], text)
    answered = [one for one in last if not one.step.is_open]
    if answered and (solved := reading.solved(text)) is not None:
        words = None if solved else text.strip()
        return _each(context, runs, answered, [CloseTicket(one.id, solved, words) for one in answered], text)
    asked = [one for one in last if one.step.is_open and one.step.asked_at is not None]
    if belonging.acknowledges(text) or names_another(context, last, meant):
        return False
    if asked and not something_else(context, meant, [one.customer or "" for one in asked]):
        return _each(context, runs, asked, [ReplyTicket(one.step.id, text.strip()) for one in asked], text)
    return len(answered) == 1 and _may_be_for(context, answered[0], text, meant)


def _may_be_for(context: TurnContext, ticket: TicketFact, text: str, meant: Understanding) -> bool:
    """Whether words right after an answer mean nothing else: they are offered to be sent to the department."""
    of_nobody = meant.slots.keys().isdisjoint(belonging.MET | {"customer", "contact"})
    unclear = meant.confidence < belonging.CLEAR or meant.intent == "out_of_scope"
    unclear = unclear or (meant.intent == belonging.REPORT and of_nobody)
    if not unclear or len(text.strip()) < SHORTEST or small_talk(text) is not None:
        return False
    who = holder(context.rules.policy, ticket)
    choices = [
        Choice(f"转给{ticket.step.member}", opens=CloseTicket(ticket.id, solved=False, words=text.strip())),
        Choice("不用转", opens=ShowTickets(ticket.id)),
    ]
    context.say(f"要把这句转给{who}再问吗?(工单{ticket.id})", choices)
    return True


def _waited_for(
    context: TurnContext, own: Sequence[TicketFact], shown: Sequence[int], text: str, meant: Understanding
) -> TicketFact | None:
    """The owner's ticket that is with the department named, else the one shown last; about the customer named, if one
    is. One that was answered already only where there is no other."""
    departments = slot_values.words(context.readings.of(text, RAISES).slots, "department")
    named = slot_values.words(meant.slots, "customer")
    found = [
        one
        for one in own
        if (one.step.department in departments if departments else one.id in shown)
        if not named or one.customer in named
    ]
    return next(iter([one for one in found if one.step.is_open][-1:] or found[-1:]), None)


def _each(context: TurnContext, runs: Runs, found: Sequence[TicketFact], offers: Sequence[Offered], text: str) -> bool:
    """Do the one thing that is meant; of several tickets ask which."""
    if len(found) == 1:
        return _open(context, runs, offers[0], text)
    short = short_names(context, found)
    context.say(
        WHICH,
        [
            Choice(f"工单{one.id}·{short.get(one.id, one.step.member)}", opens=offer)
            for one, offer in zip(found, offers, strict=True)
        ],
    )
    return True


def _open(context: TurnContext, runs: Runs, offer: Offered, text: str) -> bool:
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True
