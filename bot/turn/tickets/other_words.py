"""Whether words said after a ticket are something else: clearly another act, or about another customer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import SALES
from bot.turn import names
from bot.turn.context import TurnContext
from bot.turn.references.belonging import CLEAR, MET, REPORT, VERY_CLEAR
from nlu import leaders
from nlu.understanding import Understanding
from sales import slot_values
from sales.tickets import TicketFact

# Readings of words about a ticket that say nothing against it, however sure the engine is.
MAY_ANSWER = frozenset({REPORT, "out_of_scope", "confirm", "deny", "cancel", "snooze"})
RAISES = "raise_ticket"


def something_else(context: TurnContext, meant: Understanding, about: Sequence[str]) -> bool:
    """Whether words are clearly something else than what is said about a ticket of the customers `about`."""
    if context.speaker.role not in SALES:
        if meant.intent == "who_follows":
            return leaders.remarks("who_follows", meant.text)
        return meant.intent not in MAY_ANSWER and meant.confidence >= VERY_CLEAR
    if meant.intent == REPORT:
        named = slot_values.words(meant.slots, "customer")
        of_others = any(not any(word in known or known in word for known in about) for word in named)
        return of_others or not MET.isdisjoint(meant.slots)
    sure = VERY_CLEAR if meant.intent == RAISES else CLEAR  # 工程师老李 names a department and asks for nothing
    return meant.intent not in MAY_ANSWER and meant.confidence >= sure


def names_another(context: TurnContext, about: Sequence[TicketFact], meant: Understanding) -> bool:
    """Whether the words name a customer that none of these tickets is about."""
    whose = names.customers_of_contact(context.session, context.speaker, meant)
    named = slot_values.words(meant.slots, "customer")
    known = [one.customer for one in about if one.customer]
    return (bool(named) and not any(word in name or name in word for word in named for name in known)) or (
        bool(whose) and bool(known) and not {*whose} & {*known}
    )
