"""What a question about the bot itself is about: a topic of nlu/rules/help.yml."""

from __future__ import annotations

from nlu.rules import rules

_RULES = rules("help")
# The first whose pattern fits is meant.
TOPICS = (
    "snooze",
    "support",
    "why_reminded",
    "who_sees",
    "correct",
    "remind",
    "add_customer",
    "limits",
    "hand_over",
    "move",
    "close",
    "media",
    "log",
    "ask_customer",
    "tasks",
)


def topic_of(text: str) -> str | None:
    """The topic that a question names."""
    return next((topic for topic in TOPICS if _RULES[topic].search(text)), None)


def asks_meaning(text: str) -> bool:
    """Whether words ask what something is: 什么叫方案报价."""
    return _RULES["asks_meaning"].search(text) is not None


def asks_limit(text: str) -> bool:
    """Whether words ask how long something may take: 线索多久要联系."""
    return _RULES["asks_limit"].search(text) is not None
