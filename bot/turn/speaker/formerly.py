"""A customer that was the speaker's and was handed to a colleague: whoever asks for it, or tells of it, hears to whom
it went and when, and nothing else of what is no longer theirs."""

from __future__ import annotations

from bot.access import SALES
from bot.turn.context import TurnContext
from bot.wording import handovers
from nlu import replies
from nlu.understanding import Understanding
from sales.teamwork import handover

QUESTION = "customer_info"
# Words that need the customer in scope: what they ask is not answered, what they tell is not recorded.
ASKING = frozenset({QUESTION, "decision_chain", "why_again"})
TELLING = frozenset({"log_followup", "advance_stage", "close_deal", "reopen_deal", "need_support", "change_amount"})


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
