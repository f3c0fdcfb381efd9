"""Positions of the people who buy, said as a role: 采购总监, 设备科主任, CTO说."""

from __future__ import annotations

from collections.abc import Iterator

from nlu.entities.mentions import NameMention
from nlu.rules import rules

_RULES = rules("people")
_BACK = 4  # characters looked back
_STAFF = frozenset(_RULES.words("staff_roles"))
_BOSSES = frozenset(_RULES.words("boss_roles"))


def roles(text: str, written: str, contact_starts: frozenset[int]) -> Iterator[NameMention]:
    """`contact_starts`: where a contact begins, so that 采购 before 王经理 is his role."""
    for found in _RULES["in_department"].finditer(text):
        ours = _RULES["our_departments"].match(text, found.start()) and _ends("our_own", text, found.start())
        if found.end() in contact_starts or not ours:
            yield NameMention(*found.span(), "buyer_role", written[found.start() : found.end()])
    for found in _RULES["position"].finditer(text):
        if found.end() in contact_starts or _is_a_person(text, found.group(), *found.span()):
            yield NameMention(*found.span(), "buyer_role", written[found.start() : found.end()])


def _is_a_person(text: str, word: str, start: int, end: int) -> bool:
    """Whether 采购 is who buys, not the buying, and 老板 the one to be dealt with, not anybody's boss."""
    if word in _BOSSES:
        begins = start == 0 or text[start - 1] in ",。;!? "
        return begins or bool(_ends("dealt_with", text, start) or _RULES["boss_says"].match(text, end))
    if word == "采购":
        about = _ends("dealt_with", text, start)
        return bool(about or (not _ends("buying", text, start) and _RULES["buyer_says"].match(text, end)))
    if word in _STAFF:
        return not _ends("asked", text, start) and bool(_RULES["buyer_says"].match(text, end))
    return not (text[start].isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalpha())


def _ends(rule: str, text: str, end: int) -> bool:
    """Whether what stands right before `end` fits the rule."""
    return _RULES[rule].search(text, max(0, end - _BACK), end) is not None
