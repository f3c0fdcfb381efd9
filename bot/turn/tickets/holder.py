"""What somebody who has tickets in hand says: it answers, passes on or asks back; after an answer it adds to that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import access
from bot.access import SALES
from bot.conversation.messages import Choice
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from bot.turn.runs import Runs
from bot.turn.tickets.other_words import RAISES, names_another, something_else
from bot.turn.tickets.shown import last_shown
from bot.wording.offers import AnswerTicket, AskBack, PassTicket, ShowTickets
from bot.wording.turn import small_talk
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import customers, slot_values, tickets
from sales.tickets import TicketFact

SHORTEST = 4  # characters of words that may add to an answer
WHICH = "手上不止一张工单,说的是哪一张?点一下,原话就转过去。"
POINTED = re.compile(
    r"(?:那个|这个|那张|关于)(?P<what>[\u4e00-\u9fffA-Za-z0-9]{2,8}?)(?:的事|的)?"
    r"(?=可以|不|能|要|做|得|没|先|[,,。 ]|$)"
)
Offered = AnswerTicket | AskBack | PassTicket


def said(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words are about a ticket that the speaker has in hand, or has just answered."""
    held = tickets.with_member(context.session, context.speaker.member_id)
    shown = last_shown(context.session, context.conversation_id, context.now)
    last = [ticket for ticket in held if ticket.id in shown.tickets]
    named = _named(context, held, text, meant) if context.speaker.role not in SALES else []
    about = named or last
    if not about:
        return not held and _may_add(context, shown.tickets, text, meant)
    asks_owner = [one for one in about if one.owner in slot_values.words(meant.slots, "person")]
    if asks_owner and meant.intent == "instruct":
        return _open(context, runs, AskBack(asks_owner[0].step.id, reading.asked_back(text)), text)
    to_department = reading.passes(text) is not None or meant.intent == RAISES
    if not to_department and something_else(context, meant, [one.customer or "" for one in about]):
        return False
    if not named and names_another(context, about, meant):
        return False
    if len(about) == 1:
        return _open(context, runs, meant_by(context, about[0], text.strip(), meant), text)
    short = short_names(context, about)
    choices = [
        Choice(
            f"工单{one.id}·{short.get(one.id, one.owner)}",
            opens=meant_by(context, one, text.strip(), meant),
        )
        for one in about
    ]
    context.say(WHICH, choices)
    return True


def meant_by(context: TurnContext, ticket: TicketFact, words: str, meant: Understanding | None = None) -> Offered:
    """What whoever has a ticket in hand says of it; `meant` is what the words were understood as."""
    step = ticket.step.id
    passes = reading.passes(words)
    if passes == "next":
        following = tickets.next_served(context.session, context.rules.policy, ticket, access.superior)
        return PassTicket(step, following.department if following is not None else None, words)
    if passes == "department" or (meant is not None and meant.intent == RAISES):
        named = slot_values.words(context.readings.of(words, RAISES).slots, "department")
        return PassTicket(step, named[-1] if named else None, words)
    return AskBack(step, reading.asked_back(words)) if reading.asks(words) else AnswerTicket(step, words)


def short_names(context: TurnContext, found: Sequence[TicketFact]) -> dict[int, str]:
    """What the customers of tickets are called for short, by the tickets' numbers."""
    whose = {one.id: one.customer_id for one in found if one.customer_id is not None}
    names_of = customers.short_names(context.session, whose.values())
    return {key: names_of[customer_id] for key, customer_id in whose.items()}


def _named(context: TurnContext, held: Sequence[TicketFact], text: str, meant: Understanding) -> list[TicketFact]:
    """The tickets in hand about the customer, or the thing, that the words name (恒泰那个接口可以做)."""
    said, short = slot_values.words(meant.slots, "customer"), short_names(context, held)
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


def _may_add(context: TurnContext, shown: Sequence[int], text: str, meant: Understanding) -> bool:
    """Whether words right after an answer mean nothing else (那得排到一月): they are offered to be added to it."""
    ticket = tickets.get(context.session, shown[0]) if shown and context.speaker.role not in SALES else None
    if ticket is None or not ticket.is_open or not ticket.is_answered_by(context.speaker.member_id):
        return False
    talks = belonging.acknowledges(text) or reading.is_seen(text) or small_talk(text) is not None
    if talks or something_else(context, meant, ()) or names_another(context, [ticket], meant):
        return False
    clear = meant.intent not in belonging.NOT_OPENING - {"greet"} and meant.confidence >= belonging.CLEAR
    if clear or len(text.strip()) < SHORTEST:
        return False
    choices = [
        Choice(f"补给{ticket.owner}", opens=AnswerTicket(ticket.step.id, text.strip())),
        Choice("不用", opens=ShowTickets(ticket.id)),
    ]
    context.say(f"工单{ticket.id}你已经答复过了,要把这句补给{ticket.owner}吗?", choices)
    return True


def _open(context: TurnContext, runs: Runs, offer: Offered, text: str) -> bool:
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True
