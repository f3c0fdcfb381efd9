"""News of a customer, told without a contact of ours: 样机寄出去了, 立项批了, P要8吨的主机. What the intent model knows
least, because there is no end of what may become of a deal; here the things of the trade tell it (rules/news.yml)."""

from __future__ import annotations

import re
from datetime import datetime

from nlu.plans import lettered
from nlu.rules import rules
from nlu.understanding import Understanding

LONGEST = 60  # characters
TOLD = frozenset({"reports", "outlook", "aside"})  # what statements of news do
NAMED = re.compile("[CP]")
_CLAUSE = re.compile(r"[^\s，,。;；!！:：]+")
_OF_TRADE = ("of_trade", "takes_place")  # news whoever it is of
_OF_THEM = ("of_theirs", "wanted_by_them", "came", "changed")  # news where a customer or a contact is named
_RULES = rules("news")


def may_be_news(heard: Understanding) -> bool:
    """Whether the words might be news, before their names are known."""
    told = {*heard.factuality} <= TOLD and "reports" in heard.factuality and not heard.more
    return told and len(heard.text.strip()) <= LONGEST and _RULES["otherwise"].search(heard.text.strip()) is None


def tells_news(meant: Understanding, now: datetime) -> bool:
    """Whether the words of `meant`, read as a report, are news of a sale."""
    words = lettered(meant, now)
    if "M" in words:
        return False
    kinds = (*_OF_TRADE, *_OF_THEM) if NAMED.search(words) else _OF_TRADE
    clauses = [found.group() for found in _CLAUSE.finditer(words)]
    return any(_RULES[kind].search(clause) for kind in kinds for clause in clauses)


def may_be_off(meant: Understanding, now: datetime) -> bool:
    """Whether the words say that a customer does something no longer, by which a deal may be over."""
    return _RULES["may_be_off"].search(lettered(meant, now)) is not None
