"""Whether words say that something asked for is over: nothing but words that conclude, and words around them that add
nothing. 行吧那就关了, 可以了结案, 谢谢苏工 解决了"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("tickets")
LONGEST = 30  # characters
THANKS = r"(?:谢谢|多谢|感谢|辛苦)[一-鿿]{1,3}(?=[,，。!！~ ]|$)"
EDGES = r"[,，。;；!！~、\s]"


@cache
def _token() -> re.Pattern[str]:
    """The longest known word at a place, as what it is."""
    done, closed, around = (
        "|".join(re.escape(word) for word in sorted(_RULES.words(name), key=len, reverse=True))
        for name in ("done", "closing", "around")
    )
    return re.compile(f"(?P<done>{done})|(?P<closed>{closed})|{THANKS}|{around}|{EDGES}")


def concluded(text: str) -> Literal["closed", "done"] | None:
    """How the words conclude: as one speaks of a ticket (结掉, 解决了) or of anything (搞定了); None if they do not."""
    words, place, kinds = plain(text.strip()), 0, set()
    while place < len(words) <= LONGEST:
        found = _token().match(words, place)
        if found is None:
            return None
        place = found.end()
        kinds.add(found.lastgroup)
    if "closed" in kinds:
        return "closed"
    return "done" if "done" in kinds else None
