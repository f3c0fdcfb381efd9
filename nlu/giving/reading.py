"""Reading words about giving and earning by the rules of `nlu/rules/giving.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from nlu.rules import rules

About = Literal["practice", "how_earned", "ranking", "redeems", "scripts", "points"]
_ABOUT: tuple[About, ...] = ("practice", "how_earned", "ranking", "redeems", "scripts", "points")
_NUMERALS = {
    numeral: place for numerals in ("一二三四五六七八九", "123456789") for place, numeral in enumerate(numerals, 1)
}
_ENDS = " ,，、。.!！:："
_EDGES = " \t\"'“”‘’「」『』"
LONGEST_QUESTION = 16  # characters
LONGEST = 200  # characters of a decision that are read
_RULES, _PEOPLE, _PLACES = rules("giving"), rules("people"), rules("places")


@dataclass(frozen=True)
class Verdict:
    """Whether something may enter the library, and the reason that was given with it; whose it is, or its place among
    those that wait, where the words say so. `loose`: they mean it only right behind what was put to who decides."""

    granted: bool
    why: str = ""
    who: str = ""
    place: int | None = None
    loose: bool = False


def asked_about(text: str) -> About | None:
    """What of one's own progress is asked about; None if it is something else (计划, 业绩)."""
    return next((about for about in _ABOUT if _RULES[about].search(text)), None)


def asks_rules(text: str) -> bool:
    """Whether the words ask what earns points, and nothing else."""
    return "积分" in text and len(text.strip()) <= LONGEST_QUESTION and asked_about(text) == "how_earned"


def offers(text: str) -> bool:
    """Whether the words offer a script outright."""
    return offered(text) is not None


def wants_reward(text: str) -> bool:
    """Whether the words want a reward at once (换半天假)."""
    return bool(_RULES["wants_reward"].search(text.strip()))


def offered(text: str) -> str | None:
    """The script that the words offer outright (投稿:…), whatever it tells of; None if they do not."""
    found = _RULES["offers"].search(text.strip())
    asks = found is not None and len(found["text"]) <= LONGEST_QUESTION and _RULES["only_asks"].search(found["text"])
    return found["text"].strip(_EDGES) if found and not asks else None


def only_asks(text: str) -> bool:
    """Whether words ask something, and give no script."""
    words = text.strip()
    return _RULES["gives"].search(words) is None and _RULES["only_asks"].search(words) is not None


def titled(text: str) -> tuple[str, str] | None:
    """The title and the words of a script that is offered with both; None if it is not."""
    found = _RULES["titled"].search(text.strip())
    return (found["title"].strip(_EDGES), found["text"].strip(_EDGES)) if found else None


def verdict(text: str) -> Verdict | None:
    """The decision that the words are; None if they are none."""
    words = text.strip()[:LONGEST]
    for rule, granted in (("returns", False), ("lets_in", True)):
        if found := _RULES[rule].search(words):
            place = _NUMERALS[found["place"]] if found["place"] else None
            why = (found["why"] or "").strip(_ENDS)
            on_condition = granted and re.search(_RULES["edits"], why) is not None
            return Verdict(granted and not on_condition, why, found["who"] or found["whose"] or "", place)
    if found := _RULES["wants_change"].search(words):
        place = _NUMERALS[found["place"]] if found["place"] else None
        return Verdict(False, found["why"].strip(_ENDS), found["who"] or "", place, loose=True)
    return None


def postpones(text: str) -> bool:
    """Whether who decides leaves it for now."""
    return _RULES["postpones"].search(text.strip()) is not None


def resubmitted(text: str) -> str | None:
    """The better words of a script that came back; empty where they are announced only, None where they are not."""
    found = _RULES["resubmits"].search(text.strip())
    return None if found is None else (found["text"] or "").strip(_EDGES)


def verdict_on_all(text: str) -> bool | None:
    """Whether all that waits may enter the library; None where the words do not decide on all of it."""
    found = _RULES["all_of_them"].search(text.strip())
    return None if found is None else not any(word in found.group() for word in ("退", "打回", "驳"))


def asks_waiting(text: str) -> bool:
    """Whether it is asked which scripts wait to be decided on."""
    return _RULES["which_wait"].search(text.strip()) is not None


def rewords(text: str) -> bool:
    """Whether who decides wants other words in a script before it enters."""
    return _RULES["rewords"].search(text.strip()) is not None


def new_title(text: str) -> str | None:
    """The title that the words give; None if they give none."""
    found = _RULES["title"].search(text.strip())
    return found["what"].strip() if found else None


def changes_draft(text: str) -> bool:
    """Whether the words say outright that a draft is to have another title, or to be for somebody."""
    return any(_RULES[rule].search(text.strip()) for rule in ("title", "whom", "anybody"))


def whom(text: str, known: tuple[Sequence[str], Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The industries and the buyers' roles that words say a script is for (给医院的采购用), also others than those
    `known`."""
    found = _RULES["whom"].search(text.strip())
    words = found["what"] if found else text
    roles = _longest(words, (*known[1], *_of(words, _PEOPLE["in_department"], _PEOPLE["position"])))
    for role in roles:
        words = words.replace(role, "\n")
    return _longest(words, (*known[0], *_PLACES.words("industries"))), roles


def _of(words: str, *patterns: re.Pattern[str]) -> list[str]:
    return [found.group() for pattern in patterns for found in pattern.finditer(words)]


def _longest(words: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that stand in the words, without those that are part of a longer one."""
    there = list(dict.fromkeys(name for name in names if name in words))
    return tuple(name for name in there if not any(name != other and name in other for other in there))


def for_anybody(text: str) -> bool:
    """Whether it is to be for anybody."""
    return bool(_RULES["anybody"].search(text))
