"""What words do to a ticket: the one numbered, the one in hand about the customer named, else the one shown last.

Words that are clearly something else (a report of a contact, a reminder to set) are left to the router.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import access
from bot.access import SALES
from bot.conversation.messages import Choice, Offer
from bot.turn import names
from bot.turn.context import TurnContext
from bot.turn.references import belonging, labels
from bot.turn.references.belonging import CLEAR, MET, REPORT, VERY_CLEAR, Waiting
from bot.turn.router import BACK, CANCEL, opening_command
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.turn.tickets.shown import last_shown
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
from nlu import leaders
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import customers, slot_values, tickets
from sales.teamwork import people
from sales.tickets import TicketFact

TAKE_WORDS = frozenset({AnswerTicket.flow, AskBack.flow, ReplyTicket.flow, CloseTicket.flow})
RAISES = "raise_ticket"
WHICH = "手上不止一张工单,说的是哪一张?点一下,原话就转过去。"
# Readings of words by a department that may be about a ticket in hand, however sure the engine is.
MAY_ANSWER = frozenset({REPORT, "out_of_scope", "confirm", "deny", "cancel", "greet", "snooze", "who_follows"})
POINTED = re.compile(
    r"(?:那个|这个|那张|关于)(?P<what>[\u4e00-\u9fffA-Za-z0-9]{2,8}?)(?:的事|的)?"
    r"(?=可以|不|能|要|做|得|没|先|[,,。 ]|$)"
)


def handled(
    context: TurnContext, runs: Runs, run: OpenRun | None, waiting: Waiting | None, text: str, meant: Understanding
) -> bool:
    """Whether the words were about a ticket. `waiting` is the question of `run`, if it is not too old."""
    if (named := reading.numbered(text)) is not None and context.speaker.id is not None and not reading.drops(text):
        return _open(context, runs, _about(context, named.ticket, named.rest, meant), text)
    if not context.situation.has_tickets or opening_command(text, context.rules.table) is not None:
        return False
    if labels.tidy(text) in CANCEL | BACK:
        return False
    if waiting is not None and run is not None:
        takes = waiting.flow in TAKE_WORDS and not waiting.ask.choices
        if takes and not _something_else(context, meant, waiting.ask.about):
            runs.answer(run, text.strip())
            return True
        return False
    return _in_hand(context, runs, text, meant) or _own(context, runs, text, meant)


def _about(context: TurnContext, ticket_id: int, words: str, meant: Understanding) -> Offer:
    """What words say of a ticket that they number."""
    ticket, member_id = tickets.get(context.session, ticket_id), context.speaker.member_id
    if ticket is None or not words or reading.asks_where(f"工单{words}"):
        return ShowTickets(ticket_id)
    if ticket.is_with(member_id):
        return _of_holder(context, ticket, words)
    whose = access.members(context.speaker)
    if ticket.owner_id != member_id and not people.all_of(context.session, whose, {ticket.owner_id}):
        return ShowTickets(ticket_id)
    if reading.drops(f"工单{words}") or reading.not_needed(words):
        return DropTicket(ticket_id)
    if ticket.owner_id == member_id and ticket.step.asked_at is not None and ticket.step.is_open:
        return ReplyTicket(ticket.step.id, words)
    if (solved := reading.solved(words)) is not None:
        return CloseTicket(ticket_id, solved, None if solved else words)
    return UrgeTicket(ticket_id) if reading.urges(words) else ShowTickets(ticket_id)


def _of_holder(context: TurnContext, ticket: TicketFact, words: str) -> Offer:
    """What whoever has it in hand says of it."""
    step = ticket.step.id
    match reading.passes(words):
        case "next":
            following = tickets.next_served(context.session, context.rules.policy, ticket, access.superior)
            return PassTicket(step, following.department if following is not None else None, words)
        case "department":
            read = context.readings.of(words, RAISES)
            named = slot_values.words(read.slots, "department")
            return PassTicket(step, named[-1] if named else None, words)
    return AskBack(step, reading.asked_back(words)) if reading.asks(words) else AnswerTicket(step, words)


def _in_hand(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words are those of somebody who has tickets in hand, about one of them."""
    held = tickets.with_member(context.session, context.speaker.member_id)
    if not held:
        return False
    shown = last_shown(context.session, context.conversation_id, context.now)
    last = [ticket for ticket in held if ticket.id in shown.tickets]
    named = _named(context, held, text, meant) if context.speaker.role not in SALES else []
    about = named or last
    to_department = bool(about) and (reading.passes(text) is not None or meant.intent == RAISES)
    asks_owner = [one for one in about if one.owner in slot_values.words(meant.slots, "person")]
    if asks_owner and meant.intent == "instruct":
        return _open(context, runs, AskBack(asks_owner[0].step.id, reading.asked_back(text)), text)
    if not about or (not to_department and _something_else(context, meant, [one.customer or "" for one in about])):
        return False
    if not named and _names_another(context, about, meant):
        return False
    if len(about) == 1 and meant.intent == RAISES:
        departments = slot_values.words(meant.slots, "department")
        offer = PassTicket(about[0].step.id, departments[-1] if departments else None, text.strip())
        return _open(context, runs, offer, text)
    if len(about) == 1:
        return _open(context, runs, _of_holder(context, about[0], text.strip()), text)
    short = _short_names(context, about)
    choices = [
        Choice(f"工单{one.id}·{short.get(one.id, one.owner)}", opens=_of_holder(context, one, text.strip()))
        for one in about
    ]
    context.say(WHICH, choices)
    return True


def _named(context: TurnContext, held: Sequence[TicketFact], text: str, meant: Understanding) -> list[TicketFact]:
    """The tickets in hand about the customer, or the thing, that the words name (恒泰那个接口可以做)."""
    said, short = slot_values.words(meant.slots, "customer"), _short_names(context, held)
    of_customer = [
        one
        for one in held
        if one.id in short and (short[one.id] in text or any(word in (one.customer or "") for word in said))
    ]
    if len(of_customer) == 1 or said:
        return of_customer
    pointed = POINTED.search(text)
    of_thing = [one for one in of_customer or held if pointed is not None and pointed["what"] in one.text]
    return of_thing or of_customer


def _short_names(context: TurnContext, found: Sequence[TicketFact]) -> dict[int, str]:
    """What the customers of tickets are called for short, by the tickets' numbers."""
    whose = {one.id: one.customer_id for one in found if one.customer_id is not None}
    names_of = customers.short_names(context.session, whose.values())
    return {key: names_of[customer_id] for key, customer_id in whose.items()}


def _own(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words are the owner's about the ticket shown last: what was asked, whether it is solved."""
    shown = last_shown(context.session, context.conversation_id, context.now)
    own = [one for one in tickets.lately_of(context.session, context.speaker.member_id, context.now) if one.is_open]
    if reading.urges(text) and (late := _waited_for(context, own, shown.tickets, text, meant)) is not None:
        return _open(context, runs, UrgeTicket(late.id, text.strip()), text)
    if not shown.any:
        return False
    last = [one for key in shown.tickets for one in own if one.id == key]
    if not last:
        newest = own[-1:] if reading.not_needed(text) else []
        return bool(newest) and _open(context, runs, DropTicket(newest[0].id), text)
    ticket = last[0]
    if reading.not_needed(text):
        return _open(context, runs, DropTicket(ticket.id), text)
    if not ticket.step.is_open and (solved := reading.solved(text)) is not None:
        return _open(context, runs, CloseTicket(ticket.id, solved, None if solved else text.strip()), text)
    asked = [one for one in last if one.step.is_open and one.step.asked_at is not None]
    if not asked or _something_else(context, meant, [asked[0].customer or ""]) or _names_another(context, asked, meant):
        return False
    if belonging.acknowledges(text):
        return False
    return _open(context, runs, ReplyTicket(asked[0].step.id, text.strip()), text)


def _waited_for(
    context: TurnContext, own: Sequence[TicketFact], shown: Sequence[int], text: str, meant: Understanding
) -> TicketFact | None:
    """The owner's ticket that is with the department named, else the one shown last; about the customer named, if one
    is."""
    departments = slot_values.words(context.readings.of(text, RAISES).slots, "department")
    named = slot_values.words(meant.slots, "customer")
    found = [
        one
        for one in own
        if one.step.is_open and (one.step.department in departments if departments else one.id in shown)
        if not named or one.customer in named
    ]
    return found[-1] if found else None


def _something_else(context: TurnContext, meant: Understanding, about: Sequence[str]) -> bool:
    """Whether words are clearly something else than what is said about a ticket."""
    if context.speaker.role not in SALES:
        if meant.intent == "who_follows" and not leaders.remarks("who_follows", meant.text):
            return False
        return meant.intent not in MAY_ANSWER and meant.confidence >= VERY_CLEAR
    if meant.intent == REPORT:
        named = slot_values.words(meant.slots, "customer")
        of_others = any(not any(word in known or known in word for known in about) for word in named)
        return of_others or not MET.isdisjoint(meant.slots)
    return meant.intent not in MAY_ANSWER and meant.confidence >= CLEAR


def _names_another(context: TurnContext, about: Sequence[TicketFact], meant: Understanding) -> bool:
    """Whether the words name a customer that none of these tickets is about."""
    whose = names.customers_of_contact(context.session, context.speaker, meant)
    named = slot_values.words(meant.slots, "customer")
    known = [one.customer for one in about if one.customer]
    return (bool(named) and not any(word in name or name in word for word in named for name in known)) or (
        bool(whose) and bool(known) and not {*whose} & {*known}
    )


def _open(context: TurnContext, runs: Runs, offer: Offer, text: str) -> bool:
    """Open the flow of an offer with the words."""
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True
