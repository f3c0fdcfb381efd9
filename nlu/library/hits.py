"""Reading what is said of a script that was just found, by the rules of `nlu/rules/script_talk.yml`. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlu import replies
from nlu.rules import rules

LONGEST = 60  # characters that are read
BEFORE = -1  # the place of the one shown before
MOST_MORE = 3
_RULES = rules("script_talk")
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "几": 2}
_KINDS = {
    "话术": "script",
    "案例": "case",
    "视频": "video",
    "录音": "audio",
    "资料": "material",
    "彩页": "material",
    "参数表": "material",
    "合同模板": "contract_template",
    "合同范本": "contract_template",
    "模板": "contract_template",
    "问答": "faq",
}
What = Literal[
    "more",
    "place",
    "whole",
    "shorter",
    "narrowed",
    "kind",
    "used",
    "useless",
    "wished",
    "collected",
    "doubted",
    "asked",
]


@dataclass(frozen=True)
class OfHit:
    """What is wanted of a script that was found: `count` more, the one in `place` (from 1, BEFORE), all of its words,
    fewer of them, those for somebody or of a kind (`words`, of the library's kinds) only; that it was `used` or of no
    use; that one is `wished` for, here in `words`; that it is `doubted` to
    hold, or `asked` who wrote it and whether it holds. `is_plain`: nothing but a script can be meant."""

    what: What
    count: int = 0
    place: int = 0
    words: str = ""
    is_plain: bool = False


def of_hit(text: str) -> OfHit | None:
    """What the words want of a script that was found; None if nothing."""
    words = text.strip()
    if not words or len(words) > LONGEST:
        return None
    return _doubt(words) or _order(words) or _judgement(words) or _narrowed(words)


def asks_of_it(text: str) -> bool:
    """Whether it is asked of a script who wrote it, when, and whether it holds (这条谁写的)."""
    return len(text) <= LONGEST and _RULES["asked"].search(text.strip()) is not None


def asks_how(text: str) -> bool:
    """Whether it is asked how to deal with what a customer says (医生说不准咋办)."""
    return _RULES["asks_how"].search(text.strip()) is not None


def kind_named(text: str) -> str:
    """The kind of item, as the library calls it, that a question names (医院案例 → case); nothing if it names none."""
    found = [one.group() for one in _RULES["kind_named"].finditer(text)]
    return _KINDS.get(found[-1], "") if found else ""


def _order(words: str) -> OfHit | None:
    if (found := _RULES["wished"].search(words)) is not None:
        return OfHit("wished", words=(found["words"] or "").strip(), is_plain=True)
    if (found := _RULES["further"].search(words)) is not None:
        return OfHit("more", count=min(_number(found["count"] or "一"), MOST_MORE), is_plain=True)
    if (found := _RULES["placed"].search(words)) is not None:
        return OfHit("place", place=BEFORE if found["before"] else _number(found["place"]))
    for rule, what in _SIMPLE:
        if _RULES[rule].search(words) is not None:
            return OfHit(what, is_plain=True)
    return OfHit("more", count=more) if (more := replies.more_wanted(words)) else None


def _doubt(words: str) -> OfHit | None:
    found: OfHit | None = next((OfHit(what) for what in _DOUBTS if _RULES[what].search(words) is not None), None)
    return found


def _judgement(words: str) -> OfHit | None:
    if (found := _RULES["used"].search(words)) is not None:
        plain = not found["place"] and any(thing in words for thing in ("条", "句", "话术"))
        return OfHit("used", place=_number(found["place"]) if found["place"] else 0, is_plain=plain)
    useful = replies.says_of_use(words)
    return None if useful is None else OfHit("used" if useful else "useless")


def _narrowed(words: str) -> OfHit | None:
    if (found := _RULES["of_kind"].search(words)) is not None:
        return OfHit("kind", words=_KINDS.get(found["kind"], ""))
    found = _RULES["narrowed"].search(words)
    return None if found is None else OfHit("narrowed", words=found["only"] or found["what"] or found["bare"])


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _NUMERALS[words]


_SIMPLE: tuple[tuple[str, What], ...] = (("whole", "whole"), ("shorter", "shorter"), ("collected", "collected"))
_DOUBTS: tuple[What, ...] = ("doubted", "asked")
