"""Whether words said after a ticket are something else: clearly another act, or about another customer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import true

from bot.access import SALES
from bot.turn import names
from bot.turn.context import TurnContext
from bot.turn.references.belonging import CLEAR, MET, REPORT, VERY_CLEAR
from bot.turn.tickets.naming import RAISES
from nlu import leaders
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.tickets import TicketFact

# Readings of words about a ticket that say nothing against it, however sure the engine is.
MAY_ANSWER = frozenset({REPORT, "out_of_scope", "confirm", "deny", "cancel", "snooze"})
# What people of other departments ask of the bot beside tickets.
OF_DEPARTMENTS = frozenset(
    {"help", "greet", "set_reminder", "my_reminders", "cancel_reminder", "instruct", "tickets_in_hand", "undo", RAISES}
)


def something_else(context: TurnContext, meant: Understanding, about: Sequence[str]) -> bool:
    """Whether words are clearly something else than what is said about a ticket of the customers `about`."""
    if context.speaker.role not in SALES:
        if meant.intent == "who_follows":
            return leaders.remarks("who_follows", meant.text)
        asks_nobody = meant.intent == RAISES and "department" not in meant.slots
        return meant.intent in OF_DEPARTMENTS and meant.confidence >= VERY_CLEAR and not asks_nobody
    if meant.intent == REPORT:
        named = slot_values.words(meant.slots, "customer")
        of_others = any(not any(word in known or known in word for known in about) for word in named)
        return of_others or not MET.isdisjoint(meant.slots)
    sure = VERY_CLEAR if meant.intent == RAISES else CLEAR  # 工程师老李 names a department and asks for nothing
    return meant.intent not in MAY_ANSWER and meant.confidence >= sure


def may_be_of_ticket(context: TurnContext, meant: Understanding, about: Sequence[str]) -> bool:
    """Whether words said right after a message about a ticket may be about it, though they would mean something else
    elsewhere: they name nobody, and have no conversation of their own yet, or want more than was answered."""
    if not something_else(context, meant, about):
        return True
    may = meant.intent in context.rules.table.not_yet or reading.haggles(meant.text)
    return may and meant.slots.keys().isdisjoint({"customer", "contact", "person"})


def names_another(context: TurnContext, about: Sequence[TicketFact], meant: Understanding) -> bool:
    """Whether the words name a customer that none of these tickets is about."""
    whose = names.customers_of_contact(context.session, context.speaker, meant)
    named = slot_values.words(meant.slots, "customer")
    if context.speaker.role not in SALES:  # 新客户不能月结 names nobody
        named = tuple(word for word in named if customers.find(context.session, true(), word))
    known = [one.customer for one in about if one.customer]
    return (bool(named) and not any(word in name or name in word for word in named for name in known)) or (
        bool(whose) and bool(known) and not {*whose} & {*known}
    )
