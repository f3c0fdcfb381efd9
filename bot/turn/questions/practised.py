"""Words that may have been meant for the customer of a drill: said right after one, or where one was asked for and did
not begin. They are never logged of a real customer without a tap."""

from __future__ import annotations

from bot.turn import names, router
from bot.turn.context import TurnContext
from bot.turn.references import drilled
from bot.turn.references.belonging import PLAN, REPORT
from bot.wording.coaching import practice as wording
from nlu.understanding import Understanding

RECORDS = frozenset({REPORT, PLAN, "log_lead", "add_to_record"})  # flows that would log them
SAYS_HOW = frozenset({"method", "occurred_on"})  # slots of what somebody tells the bot of a contact


def asked_about(context: TurnContext, route: router.Route, text: str, meant: Understanding) -> bool:
    """Whether the words were such, and it was asked what they are."""
    logs = isinstance(route, router.AddToRecord) or (isinstance(route, router.Open) and route.flow.name in RECORDS)
    if not logs or meant.slots.keys() & SAYS_HOW or router.opening_command(text, context.rules.table) is not None:
        return False
    if names.names_own_customer(context.session, context.speaker, meant):
        return False
    if names.customers_of_contact(context.session, context.speaker, meant):
        return False
    if not drilled.lately(context.session, context.conversation_id, context.now):
        return False
    context.say(wording.NOT_TO_A_CUSTOMER, wording.after_drill_buttons(text))
    return True
