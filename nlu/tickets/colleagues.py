"""How words call a colleague of another department, and whether they ask them for something (麻烦孙工看下)."""

from __future__ import annotations

import re

from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("tickets")
LONGEST = 400  # characters that are read


def calls(text: str, name: str) -> bool:
    """Whether the words call a colleague of this name: by it, without the surname, or as colleagues do (孙工)."""
    if name in text or (len(name) > 2 and name[1:] in text):
        return True
    return any(found["surname"] == name[0] for found in _RULES["titled"].finditer(text))


def may_ask_colleague(text: str) -> bool:
    """Whether the words might ask a colleague for something: one of the words for it stands in them."""
    return any(word in text for word in ("麻烦", "请", "找", "问", "咨询"))


def asked_by_name(text: str, name: str) -> str | None:
    """As what the words call a colleague of this name whom they ask for something (麻烦孙工看下); None if they do
    not."""
    words = plain(text)[:LONGEST]
    titled = [found.group() for found in _RULES["titled"].finditer(words) if found["surname"] == name[0]]
    for called in (name, *titled):
        before, found, behind = words.partition(called)
        asks = found and _RULES["before_colleague"].search(before)
        if asks and _RULES["behind_colleague"].search(behind):
            return called
    return None


def asked_at(text: str, name: str) -> tuple[int, int] | None:
    """Where the words ask a colleague of this name for something (给孙工看下); None if they do not."""
    words = plain(text)[:LONGEST]
    titled = [found.group() for found in _RULES["titled"].finditer(words) if found["surname"] == name[0]]
    for called in (name, *titled):
        before, found, behind = words.partition(called)
        asks = found and (_RULES["before_colleague"].search(before) or _RULES["gives_colleague"].search(before))
        if asks and _RULES["behind_colleague"].search(behind):
            return len(before), len(before) + len(called)
    return None


def hands_to(text: str, name: str) -> bool:
    """Whether the words give something to a colleague of this name (这个归生产 让孙工看)."""
    words = plain(text)[:LONGEST]
    titled = [found.group() for found in _RULES["titled"].finditer(words) if found["surname"] == name[0]]
    return any(
        found and _RULES["hands_to_colleague"].search(before) and _RULES["colleague_deals"].search(behind)
        for before, found, behind in (words.partition(called) for called in (name, *titled))
    )


def begins_with_order(text: str, name: str) -> bool:
    """Whether the words begin by asking this colleague for something (让小周把图纸发我)."""
    return (
        re.match(rf"(?:麻烦|请|先|[,，])*(?:让|叫|请|问一?下?|问问|找|跟|麻烦)?{re.escape(name)}", text.strip())
        is not None
    )
