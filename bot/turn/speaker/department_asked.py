"""A request to a colleague of another department by name: 麻烦孙工看下能不能喷漆, 这个找米会计确认下."""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.access import ANY_MEMBER, SALES, SELLERS
from bot.turn.references.belonging import CLEAR, REPORT
from bot.turn.speaker.hearing import SURE, Hearing
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import customers, tickets

RAISES = "raise_ticket"
TOLD_BY_OTHERS = frozenset({"hearsay", "quotes", "supposes"})  # statements in which nobody is asked
KEPT = frozenset({RAISES, "instruct", "reassign"})  # what words to a colleague mean already


def department_asked(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a ticket for the department of the colleague whom they ask, or as a question how that is done; None
    if they ask none, or the name is that of a customer's contact."""
    if hearing.speaker.role in SALES and reading.asks_how(heard.text) and "customer" not in heard.slots:
        return replace(heard, intent="help", confidence=SURE, more=())
    kept = heard.intent in KEPT and heard.confidence >= CLEAR
    if kept or hearing.speaker.role not in SALES or not reading.may_ask_colleague(heard.text):
        return None
    for one in tickets.people_of(hearing.session, ANY_MEMBER - SALES):
        called = reading.asked_by_name(heard.text, one.member)
        if called and not customers.by_contact(hearing.session, access.customers(hearing.speaker), called):
            read = hearing.read(heard.text, RAISES)
            slots = {**read.slots, "department": one.department}
            contacts = [name for name in _words(slots.pop("contact", None)) if name != called]
            slots |= {"contact": contacts if len(contacts) > 1 else contacts[0]} if contacts else {}
            return replace(read, intent=RAISES, confidence=SURE, slots=slots, spans={}, more=())
    return None


def asked_outright(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a ticket where they ask a department outright to do something (申请特价 88万 让财务批), whoever else
    might be asked for leave; None for other words, and where it is a customer who asks."""
    if hearing.speaker.role not in SALES or not TOLD_BY_OTHERS.isdisjoint(heard.factuality[:1]):
        return None
    begins = reading.asks_outright(heard.text)
    if begins is None or reading.urges(heard.text) or reading.asks_nothing(heard.text):
        return None
    read = hearing.read(heard.text, RAISES)
    before = heard.text[:begins].rstrip()
    if any(before.endswith(name) for name in (*_words(read.slots.get("contact")), "客户", "对方", "他们", "他", "她")):
        return None
    return replace(read, intent=RAISES, confidence=SURE, more=()) if "department" in read.slots else None


def with_report(meant: Understanding, hearing: Hearing) -> Understanding:
    """A request with what it reports of the customer beside it, as an act of its own (蔺总嫌贵 让产品看看)."""
    if meant.intent != RAISES or meant.more or hearing.speaker.role not in SELLERS:
        return meant
    if "contact" not in meant.slots or not reading.tells_of_customer(meant.text):
        return meant
    report = hearing.read(meant.text, REPORT)
    if "contact" not in report.slots or "asks" in report.factuality[:1]:
        return meant
    return replace(meant, more=(replace(report, intent=REPORT, confidence=SURE, more=()),))


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []
