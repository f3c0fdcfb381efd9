"""Words in doubt: of those that name a customer and were not understood, the two readings that are offered; and words
that are only taken for an order: nothing but a plain one starts a drill or an exam, or gives a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import replace

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.turn.references.belonging import CLEAR
from bot.turn.speaker.hearing import marked
from bot.wording import turn as wording
from nlu import drills, giving
from nlu.context import said_choice
from nlu.drills import exam
from nlu.leaders import CUSTOMER
from nlu.library import hits
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import customers, slot_values

DOUBTFUL = 0.3
QUESTION = "customer_info"
REPORT, CLOSES = "log_followup", "close_deal"
LIKELY = frozenset({QUESTION, REPORT})  # what words that name a customer most likely are
EXAMINES, GIVES, FINDS = "take_exam", "contribute_script", "find_script"
PUTS_OFF, CANCELS = "snooze", "cancel"
TERMS = re.compile(
    r"\d[\d.]*[万w千元块%点折]*[\s,，/]+\d[\d.]*(?:天|日|个月|个点|%|期)[。]?"
)  # a price and days: 170 45天
MAY_BE_MEANT = frozenset({"reports", "outlook", "not_done", "asks", "aside"})


def doubted(
    heard: Understanding, session: Session, speaker: Speaker, read: Callable[[str, str], Understanding]
) -> Understanding:
    """What was not understood, but names a customer of the speaker's, as a question about it or a report, in doubt;
    where it may be that a deal is won or lost, as that or a report."""
    if speaker.role not in access.SALES or not may_be_doubted(heard):
        return heard
    meant = read(heard.text, QUESTION)
    named = meant.slots.get("customer")
    if not isinstance(named, str) or not customers.find(session, access.customers(speaker), named):
        return heard
    if heard.intent == CLOSES:
        slots = {**meant.slots, "stage": heard.slots.get("stage")}
        meant = replace(meant, intent=CLOSES, slots=slots)
    return replace(meant, confidence=DOUBTFUL, alternatives=((REPORT, DOUBTFUL),), more=())


def question(text: str, meant: Understanding, flows: Set[str]) -> str:
    """What is asked about words in doubt, which may open `flows`."""
    if flows == {CLOSES, REPORT}:
        return wording.may_be_over(text, str(meant.slots["customer"]), lost=meant.slots.get("stage") != "won")
    return wording.unclear(text, slot_values.word(meant.slots, "customer") if flows == LIKELY else None)


def may_be_doubted(heard: Understanding) -> bool:
    """Whether the words were not understood, and yet may ask or report."""
    unclear = heard.intent == REFUSAL or heard.confidence < CLEAR
    return unclear and not heard.more and {*heard.factuality} <= MAY_BE_MEANT


def taken_plainly(meant: Understanding) -> Understanding:
    """The understanding, as no order where the words order nothing; what asks is a question to the library."""
    text = meant.text
    if meant.intent == PUTS_OFF and TERMS.fullmatch(marked(meant).strip(CUSTOMER + " ")):
        return replace(meant, intent=REFUSAL, confidence=DOUBTFUL)
    if meant.intent == CANCELS and said_choice(text, "objection") is not None:  # 没啥异议了
        return replace(meant, intent=REFUSAL, confidence=DOUBTFUL)
    if drills.is_far_fetched(meant) or (meant.intent == EXAMINES and exam.is_far_fetched(text)):
        return replace(meant, intent=REFUSAL)
    if meant.intent != GIVES or "text" in meant.slots or not giving.only_asks(text):
        return meant
    return replace(meant, intent=FINDS if hits.asks_how(text) or "客户问" in text else REFUSAL)
