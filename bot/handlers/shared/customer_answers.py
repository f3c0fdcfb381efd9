"""Parsing answers to the question which customer is meant: a name, or a report that says more than the name."""

from __future__ import annotations

from typing import Any

from bot.conversation import Asked, NotAnAnswer, Parse
from bot.turn.references.belonging import VERY_CLEAR
from nlu.schema import schema
from nlu.understanding import Understanding
from sales.followups import FollowUpDraft

LONGEST_NAME = 40
NAMING = frozenset(intent.name for intent in schema().intents.values() if intent.names_customer)
PUNCTUATION = " \n\t。,.,!！"


def read_customer(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A customer's name: the one understood, else the words as typed. A message with a clear other intent (康桥签了)
    is not an answer although it names a customer; nor is a report that names none."""
    if understanding.intent not in NAMING and asks_more(understanding):
        return NotAnAnswer()
    named = understanding.slots.get("customer")
    if named is None and understanding.intent == "log_followup" and asks_more(understanding):
        return NotAnAnswer()
    plain = named if isinstance(named, str) else text.strip(PUNCTUATION)
    return plain if 1 < len(plain) <= LONGEST_NAME else NotAnAnswer("客户名字一般几个字就够。")


def read_whom(draft: FollowUpDraft | None) -> Parse:
    """A parser of answers to the question which customer: a report, if the words say more than a name (宏远李总,他挺
    感兴趣; 下周二再聊), else a customer's name. `draft` is the record that it is for: a report about a named customer
    that says anew what is known already (or names another contact) is a record of its own, and no answer."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> Any:
        if understanding.intent not in NAMING - {"log_lead"} | {"deny"} and asks_more(understanding):
            return NotAnAnswer()
        if understanding.intent == "confirm" and len(asked.choices) == 1 and not understanding.slots:
            return asked.choices[0].answer
        report = FollowUpDraft.of(understanding)
        reported = report.filled().keys() - {"customer"}
        if draft is not None and not _fits(draft, report):
            return NotAnAnswer()
        return understanding if reported else read_customer(text, understanding, asked)

    return parse


def _fits(draft: FollowUpDraft, report: FollowUpDraft) -> bool:
    """Whether `report`, which may name the customer, can be about what `draft` is about."""
    if report.customer is None:
        return True
    again = report.filled().keys() & draft.filled().keys() - {"customer", "product", "contacts"}
    others = draft.contacts and report.contacts and not set(draft.contacts) & set(report.contacts)
    told = report.filled().keys() - {"customer", "product", "contacts"}
    return not again and not (others and told)


def asks_more(understanding: Understanding) -> bool:
    """Whether the understanding is certain and has slots besides customer, contact and product."""
    more = understanding.slots.keys() - {"customer", "contact", "product"}
    return understanding.confidence >= VERY_CLEAR and bool(more)
