"""The name of a customer that no lexicon knows yet, in the message that enters it."""

from __future__ import annotations

import re

from nlu.entities.company_forms import end_of_bracketed
from nlu.entities.mentions import NameMention
from nlu.reading import Reading
from nlu.rules import rules
from nlu.text.plain import plain

Span = tuple[int, int]

_RULES = rules("lead_names")
_TRADES_FOLLOW = frozenset("做搞的是卖开干个家")  # what somebody does: 做食品
_PIECE = re.compile(r"[^，,。；;！!？?\s：:／/|（）()、]+")


def new_customer(reading: Reading) -> Span | None:
    """Where the new customer is named: what is said to be its name, else the piece most like an organisation's."""
    text = reading.text
    spans = [(name.start, name.end) for name in reading.names if not _may_be_part(name, reading)]
    spans += [(time.start, time.end) for time in reading.times]
    spans += [(money.start, money.end) for money in reading.sums]
    taken = {place for span in spans for place in range(*span)}
    best: tuple[int, Span] | None = None
    for piece in _pieces(text, taken):
        if (rank := _likeness(text[piece[0] : piece[1]])) and (best is None or rank > best[0]):
            best = (rank, piece)
    if called := _RULES["called"].search(text):
        group = "name" if called["name"] else "labelled"
        span = _stripped(text, *called.span(group))
        free = span is not None and taken.isdisjoint(range(*span))
        if span and free and (group == "name" or (_likeness(text[span[0] : span[1]]) and (not best or best[0] < 3))):
            return _with_brackets(text, span)
    return _with_brackets(text, best[1]) if best else None


def _may_be_part(name: NameMention, reading: Reading) -> bool:
    """Whether what is known by itself may stand in a name: a place; a trade that ends one (和盛物流,刘总)."""
    if name.kind != "industry":
        return name.kind == "region"
    before, behind = reading.text[: name.start][-1:], reading.text[name.end : name.end + 1]
    closes = not behind.isalnum() or any(other.start == name.end for other in reading.names)
    return before.isalpha() and before not in _TRADES_FOLLOW and closes


def _with_brackets(text: str, span: Span) -> Span:
    """The span with what of the name stands in brackets behind it."""
    return span[0], end_of_bracketed(plain(text), span[1])


def _pieces(text: str, taken: set[int]) -> list[Span]:
    """The pieces between punctuation and other names, without what leads in or trails."""
    found = []
    for piece in _PIECE.finditer(text):
        start = piece.start()
        for place in range(piece.start(), piece.end() + 1):
            if place == piece.end() or place in taken:
                if place > start and (span := _stripped(text, start, place)):
                    found.append(span)
                start = place + 1
    return found


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without what leads in to a name or trails it; None where less than a name is left."""
    words = text[start:end]
    if lead := _RULES["lead_in"].match(words):
        start, words = start + lead.end(), words[lead.end() :]
    if trail := _RULES["trail"].search(words):
        words = words[: trail.start()]
    return (start, start + len(words)) if len(words) >= 2 else None


def _likeness(words: str) -> int:
    """0 for what is no name, or only the end of one (陶瓷), more the more it looks like one."""
    if _RULES["organisation"].fullmatch(words):
        return 0
    if _RULES["organisation"].search(words) and len(words) <= 18:
        return 4 if len(words) >= 4 else 2
    if _RULES["not_a_name"].search(words) or not 2 <= len(words) <= 12:
        return 0
    return 1
