"""How somebody can be reached: telephone numbers and WeChat names, as they are said."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("codes")


@dataclass(frozen=True)
class Reach:
    """The numbers said, joined by 、, and the WeChat name; None where there is none."""

    phone: str | None = None
    weixin: str | None = None


def reach(text: str) -> Reach:
    """What the words say of how to reach somebody."""
    words = plain(text)
    numbers = list(dict.fromkeys(found.group() for found in _RULES["phone"].finditer(words)))
    weixin = _RULES["weixin"].search(words)
    return Reach("、".join(numbers) or None, weixin["name"] if weixin else None)


def tells_only_reach(text: str) -> bool:
    """Whether the words tell how to reach somebody, and nothing else; names stand in them as they are."""
    words = plain(text)
    if reach(words) == Reach():
        return False
    for rule in ("phone", "weixin", "reach_words"):
        words = _RULES[rule].sub("", words)
    return len(words) <= MOST_OF_A_NAME and not any(letter.isdigit() for letter in words)  # 预算40万 is no name


def puts_reach_right(text: str) -> bool:
    """Whether what was known of how to reach somebody no longer holds (电话不对 是…)."""
    return _RULES["other_reach"].search(text) is not None


MOST_OF_A_NAME = 12  # characters of who is spoken of
