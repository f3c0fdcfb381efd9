"""A lead that was a colleague's customer: whoever reported it hears, when they ask, whose the customer is by now, since
when, and who decided that; nothing else of what they may not see."""

from __future__ import annotations

from bot.access import SALES
from bot.turn.context import TurnContext
from bot.wording.deals import leads as wording
from nlu import replies
from nlu.understanding import Understanding
from sales import leads

QUESTION = "customer_info"


def settled(context: TurnContext, text: str, meant: Understanding) -> str | None:
    """What is said to a question whose such a customer is; None where the words ask no such thing."""
    if context.speaker.id is None or context.speaker.role not in SALES or meant.more:
        return None
    if not replies.asks_whose_at_last(text):
        return None
    named = context.readings.of(text, QUESTION).slots.get("customer")
    if named is None and not replies.points_at_claim(text):
        return None
    found = leads.settled(context.session, context.speaker.id, named if isinstance(named, str) else None)
    return None if found is None else wording.claim_settled(context.rules.policy, found, context.now)
