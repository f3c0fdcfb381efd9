"""A colleague's customers are looked after for some days: 小周休假这几天他的客户让小吴盯着. In the words M is a
colleague, C a customer."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, NamedTuple

from nlu.context import weighs
from nlu.leading.absences import with_times
from nlu.rules import rules

_RULES = rules("covers")
LONGEST = 60  # characters of words that say so
MAY = re.compile(
    r"[休请产年病婚]假|出差|看|盯|顶|替|代|照|跟着|跟一下|管着|回来|上班|销假|复工|到岗|回公司|谁|我跟|怎么办|咋办"
)
OWN = "我"


class Covered(NamedTuple):
    """Whose customers are looked after: all of the first or the last colleague named, or of who speaks; or only one.
    By who speaks, or by the last colleague named (the first, where it is the last one's)."""

    whose: Literal["first", "last", "own", "customer"]
    by_own: bool = False


def may_cover(text: str) -> bool:
    """Whether a word stands in the text with which it is said, ended or asked."""
    return len(text) <= LONGEST and MAY.search(text) is not None


def covers(words: str, now: datetime) -> Covered | None:
    """Whose customers are to be looked after by somebody else; None for other words."""
    if weighs(words) or words.rstrip().endswith(("吗", "么", "?", "？", "没")):
        return None
    placed = with_times(words, now)
    if _RULES["for_a_time"].search(placed) is None or _RULES["for_good"].search(placed) is not None:
        return None
    if _RULES["covers_one"].search(placed) is not None:
        return Covered("customer")
    found = _RULES["covers_while_away"].search(placed) or _RULES["covers_all"].search(placed)
    if found is None:
        return None
    groups, by_own = found.groupdict(), bool(found.groupdict().get("by_own"))
    whose = groups.get("whose") or groups.get("whose2")
    if groups.get("customer") or groups.get("customer2"):
        return Covered("customer", by_own)
    if found.re is _RULES["covers_while_away"]:
        return Covered("own" if whose in (None, OWN) else "first", by_own)
    if whose == OWN:
        return Covered("own")
    return Covered("first" if groups.get("whose") else "last", by_own)


def tells_who_watches(text: str) -> bool:
    """Whether words about a leave may say as well who looks after the customers."""
    return _RULES["may_watch"].search(text) is not None


def takes_leave(words: str, now: datetime) -> bool:
    """Whether the words say as well that somebody is on leave (请假, not 出差), and when."""
    return rules("absence")["leave"].search(words) is not None and "T" in with_times(words, now)


def ends_cover(words: str, now: datetime) -> Literal["first", "last", "own"] | None:
    """Of whom the words say that their customers need not be looked after any more; None for other words."""
    if weighs(words):
        return None
    found = _RULES["over"].search(with_times(words, now).replace("T", ""))
    if found is None:
        return None
    groups = found.groupdict()
    if OWN in (groups.get("whose"), groups.get("whose2")):
        return "own"
    return "first" if groups.get("whose") else "last"


def asks_cover(words: str) -> Literal["all", "own", "how"] | None:
    """Whether it is asked who looks after whose customers, for whom the speaker does, or how that is arranged."""
    if _RULES["asks_how"].search(words.strip()):
        return "how"
    if _RULES["asks_own"].search(words.strip()):
        return "own"
    return "all" if _RULES["asks_who"].search(words.strip()) else None
