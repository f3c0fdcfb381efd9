"""Words in doubt: those that tell news of a deal are a report, whatever they were taken for; of others that name a
customer and were not understood, two readings are offered; and words that are only taken for an order: nothing but a
plain one starts a drill or an exam, or gives a script."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from bot import access
from bot.turn.references.belonging import CLEAR
from bot.turn.speaker.hearing import SURE, Hearing, marked
from bot.wording import turn as wording
from nlu import drills, giving
from nlu.context import said_choice
from nlu.drills import exam
from nlu.leaders import CUSTOMER
from nlu.library import hits
from nlu.schema import REFUSAL
from nlu.statements import news
from nlu.understanding import Understanding
from sales import customers, deals, slot_values
from sales.deals import WON

DOUBTFUL = 0.3
QUESTION = "customer_info"
REPORT, CLOSES = "log_followup", "close_deal"
CONTRACT = "合同"
LIKELY = frozenset({QUESTION, REPORT})  # what words that name a customer most likely are
EXAMINES, GIVES, FINDS = "take_exam", "contribute_script", "find_script"
STOCK, FIGURES = "check_stock", "query_funnel"
SELLS = re.compile("卖(?:得|的|了|出)|销量|销得|占(?:多少|几成|比)")
PUTS_OFF, CANCELS = "snooze", "cancel"
TERMS = re.compile(
    r"\d[\d.]*[万w千元块%点折]*[\s,，/]+\d[\d.]*(?:天|日|个月|个点|%|期)[。]?"
)  # a price and days: 170 45天
LOOKED_UP = frozenset(  # intents of questions that words of news are taken for, and of a deal that is taken up again
    {QUESTION, "check_payment", "check_shipment", "check_stock", "query_funnel", "reopen_deal", FINDS, REFUSAL}
)
MAY_BE_MEANT = frozenset({"reports", "outlook", "not_done", "asks", "aside"})


def doubted(heard: Understanding, hearing: Hearing) -> Understanding:
    """What was not understood, but names a customer of the speaker's, as a question about it or a report, in doubt;
    where it may be that a deal is won or lost, as that or a report. A contract that is back is won where it was all
    that was waited for."""
    session, speaker = hearing.session, hearing.speaker
    if speaker.role not in access.SALES or not may_be_doubted(heard):
        return heard
    meant = hearing.read(heard.text, QUESTION)
    closes = heard.intent == CLOSES and "stage" in heard.slots
    customer = _named(meant, hearing) or (_of_contact(meant, hearing) if closes else None)
    if customer is None:
        return heard
    if closes and CONTRACT in heard.text and heard.slots["stage"] == WON:
        product, found = heard.slots.get("product"), deals.open_of(session, access.deals(speaker), customer.id)
        stages = {deal.stage for deal in found if product in (None, deal.product_line)}
        if stages == {hearing.policy.stage_keys[-1]}:
            return replace(heard, confidence=SURE)
    if closes or news.may_be_off(meant, hearing.now):
        slots = {"customer": customer.name, **meant.slots, "stage": heard.slots.get("stage")}
        meant = replace(meant, intent=CLOSES, slots=slots)
    return replace(meant, confidence=DOUBTFUL, alternatives=((REPORT, DOUBTFUL),), more=())


def _named(meant: Understanding, hearing: Hearing) -> customers.CustomerFact | None:
    """The customer in scope, or the first of those, that the words name."""
    named = meant.slots.get("customer")
    found = customers.find(hearing.session, access.customers(hearing.speaker), named) if isinstance(named, str) else ()
    return next(iter(found), None)


def _of_contact(meant: Understanding, hearing: Hearing) -> customers.CustomerFact | None:
    """The only customer in scope with the contact whom words name that name no customer."""
    contact = slot_values.word(meant.slots, "contact")
    if "customer" in meant.slots or contact is None:
        return None
    found = customers.by_contact(hearing.session, access.customers(hearing.speaker), contact)
    return found[0] if len(found) == 1 else None


def settled(heard: Understanding, hearing: Hearing) -> Understanding:
    """What the words mean, taken plainly; a report, where they were not understood, or taken for a question, and tell
    news of a customer of the speaker's, or of a deal without saying whose."""
    heard = taken_plainly(heard)
    if hearing.speaker.role not in access.SELLERS or not may_tell(heard):
        return heard
    told = hearing.read(heard.text, REPORT)
    theirs = all(_finds(hearing, name) for name in slot_values.words(told.slots, "customer"))
    if not theirs or not news.tells_news(told, hearing.now):
        return heard
    return replace(told, confidence=SURE, factuality=heard.factuality, more=())


def may_tell(heard: Understanding) -> bool:
    """Whether the words might tell news, before their names are known; those that may end a deal are asked about."""
    unclear = heard.intent in LOOKED_UP or heard.confidence < CLEAR
    return unclear and heard.intent != CLOSES and news.may_be_news(heard)


def _finds(hearing: Hearing, name: str) -> bool:
    """Whether a customer of the speaker's is called so."""
    return bool(customers.find(hearing.session, access.customers(hearing.speaker), name))


def question(text: str, meant: Understanding, flows: Set[str]) -> str:
    """What is asked about words in doubt, which may open `flows`."""
    if flows == {CLOSES, REPORT} and {"customer", "stage"} <= meant.slots.keys():
        return wording.may_be_over(text, str(meant.slots["customer"]), lost=meant.slots["stage"] != WON)
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
    if meant.intent == STOCK and SELLS.search(text):  # 温控系统卖得怎么样
        return replace(meant, intent=FIGURES, confidence=SURE)
    if meant.intent == CANCELS and said_choice(text, "objection") is not None:  # 没啥异议了
        return replace(meant, intent=REFUSAL, confidence=DOUBTFUL)
    if drills.is_far_fetched(meant) or (meant.intent == EXAMINES and exam.is_far_fetched(text)):
        return replace(meant, intent=REFUSAL)
    if meant.intent != GIVES or "text" in meant.slots or not giving.only_asks(text):
        return meant
    return replace(meant, intent=FINDS if hits.asks_how(text) or "客户问" in text else REFUSAL)
