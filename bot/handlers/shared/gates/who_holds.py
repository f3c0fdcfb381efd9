"""Who decides at a customer, as people say it: 拍板的是陈院长, 李总说了算, Leo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.entities.surnames import DOUBLE, SURNAMES
from nlu.understanding import Understanding
from sales import slot_values

NO_NAME = re.compile(r"不知道|不清楚|没定|不确定|[不没]\S{0,3}(?:拍板|说了算|做主|定)|[?？吗]\s*$")
HOLDS = r"(?:最后|最终|都|就|才|来|他|自己)*(?:拍板|说了?算|做主|拿主意|定|签字|点头)"
HOLDER_BEFORE = re.compile(rf"(?P<name>[\u4e00-\u9fffA-Za-z]{{2,12}}?){HOLDS}")
HOLDER_BEHIND = re.compile(
    r"(?:拍板|决策|做主|说了?算|负责|管事)的?(?:人|领导)?(?:就|应该|其实)?(?:是|:|:)(?P<name>.+)"
)
AROUND = re.compile(r"^(?:那个?|就|应该|其实|是|找|要|得|他们?|她|的|家)+|(?:吧|啊|呀|呢|啦|的|了|[。.!！~,, ])+$")
NAME = re.compile(r"[\u4e00-\u9fff]{2,5}|[A-Za-z][A-Za-z .]{1,18}")


def person_named(people: Sequence[str], text: str, understanding: Understanding) -> str | None:
    """The person whom words name, one of those known there (`people`) or a new one; None if they name nobody."""
    if NO_NAME.search(text):
        return None
    told = [*slot_values.words(understanding.slots, "contact"), *(name for name in people if name in text)]
    for pattern in (HOLDER_BEHIND, HOLDER_BEFORE):
        found = pattern.search(text)
        if found is not None:
            named = next((name for name in told if name in found["name"]), None) or bare_name(found["name"])
            if named is not None:
                return named
    return told[0] if len(set(told)) == 1 else bare_name(text)


def bare_name(words: str) -> str | None:
    """A name that stands alone, without what leads to it."""
    name = AROUND.sub("", words.strip()).strip()
    if NAME.fullmatch(name) is None:
        return None
    is_chinese = name[0] in SURNAMES or name[:2] in DOUBLE or name[0] in "小老阿"
    return name if is_chinese or name.isascii() else None
