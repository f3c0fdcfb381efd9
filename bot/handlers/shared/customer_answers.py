"""Parsing answers to the question which customer is meant: a name, or a report that says more than the name."""

from __future__ import annotations

from bot.conversation import Asked, NotAnAnswer
from bot.turn.router import VERY_CLEAR
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


def read_whom(text: str, understanding: Understanding, asked: Asked) -> Understanding | str | NotAnAnswer:
    """A report, if the words say more than a name (宏远李总,他挺感兴趣; 下周二再聊); else a customer's name."""
    if understanding.intent not in NAMING - {"log_lead"} and asks_more(understanding):
        return NotAnAnswer()
    reported = FollowUpDraft.of(understanding).filled().keys() - {"customer"}
    return understanding if reported else read_customer(text, understanding, asked)


def asks_more(understanding: Understanding) -> bool:
    """Whether the understanding is certain and has slots besides customer, contact and product."""
    more = understanding.slots.keys() - {"customer", "contact", "product"}
    return understanding.confidence >= VERY_CLEAR and bool(more)
