"""A customer that was the speaker's and was handed to a colleague: whoever asks for it, or tells of it, hears to whom
it went and when, and nothing else of what is no longer theirs. So does whoever reported a colleague's customer as a
lead, when they ask whose it is by now."""

from __future__ import annotations

from bot.access import SALES
from bot.turn.context import TurnContext
from bot.wording import handovers
from bot.wording.deals import leads as of_leads
from nlu import replies
from nlu.understanding import Understanding
from sales import leads
from sales.teamwork import handover

QUESTION = "customer_info"
# Words that need the customer in scope: what they ask is not answered, what they tell is not recorded.
ASKING = frozenset({QUESTION, "decision_chain", "why_again"})
TELLING = frozenset({"log_followup", "advance_stage", "close_deal", "reopen_deal", "need_support", "change_amount"})


def whose_by_now(context: TurnContext, text: str, meant: Understanding) -> str | None:
    """What is said to words about a customer that is not, or no longer, the speaker's; None where they are about
    none."""
    return claim_settled(context, text, meant) or handed_on(context, text, meant)


def claim_settled(context: TurnContext, text: str, meant: Understanding) -> str | None:
    """What is said to a question whose such a customer is; None where the words ask no such thing."""
    if context.speaker.id is None or context.speaker.role not in SALES or meant.more:
        return None
    if not replies.asks_whose_at_last(text):
        return None
    named = context.readings.of(text, QUESTION).slots.get("customer")
    if named is None and not replies.points_at_claim(text):
        return None
    found = leads.settled(context.session, context.speaker.id, named if isinstance(named, str) else None)
    return None if found is None else of_leads.claim_settled(context.rules.policy, found, context.now)


def handed_on(context: TurnContext, text: str, meant: Understanding) -> str | None:
    """What is said to words about such a customer; None where they are about none."""
    if context.speaker.id is None or context.speaker.role not in SALES or meant.more:
        return None
    if meant.intent in ASKING | TELLING:
        named = context.readings.of(text).slots.get("customer")
    elif replies.asks_where_gone(text):
        named = context.readings.of(text, QUESTION).slots.get("customer")
    else:
        return None
    if not isinstance(named, str) or named == meant.slots.get("customer"):
        return None
    passed = handover.passed_from(context.session, context.speaker.id, named)
    if passed is None:
        return None
    return handovers.handed_on(context.rules.policy, passed, context.now, tells=meant.intent in TELLING)
