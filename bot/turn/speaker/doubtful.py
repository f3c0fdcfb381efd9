"""Words that name a customer and were not understood: the two readings that are offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.turn.references.belonging import CLEAR
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import customers

DOUBTFUL = 0.3
LIKELY = frozenset({"customer_info", "log_followup"})  # what words that name a customer most likely are
MAY_BE_MEANT = frozenset({"reports", "outlook", "not_done", "asks", "aside"})


def doubted(
    heard: Understanding, session: Session, speaker: Speaker, read: Callable[[str, str], Understanding]
) -> Understanding:
    """What was not understood, but names a customer of the speaker's, as a question about it or a report, in doubt."""
    unclear = heard.intent == REFUSAL or heard.confidence < CLEAR
    if not unclear or heard.more or not {*heard.factuality} <= MAY_BE_MEANT or speaker.role not in access.SALES:
        return heard
    meant = read(heard.text, "customer_info")
    named = meant.slots.get("customer")
    if not isinstance(named, str) or not customers.find(session, access.customers(speaker), named):
        return heard
    return replace(meant, confidence=DOUBTFUL, alternatives=(("log_followup", DOUBTFUL),), more=())
