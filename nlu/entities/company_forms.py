"""What the name of a company ends with: its legal form, its kind of organisation, its trade."""

from __future__ import annotations

from nlu.rules import rules
from nlu.text.words import is_word

_RULES = rules("companies")
SHORTEST = 2  # characters that are left of a name at least
ORGANISATIONS = _RULES.words("organisations")
TRADES = _RULES.words("trades")
ENDINGS = frozenset((*ORGANISATIONS, *TRADES))
LONGEST_ENDING = 6
_GENERAL = frozenset(_RULES.words("general_before_trade"))


def without_forms(name: str) -> str:
    """`name` without its legal form: 恒泰瓷砖 of 恒泰瓷砖有限公司."""
    while (form := _RULES["legal_form"].search(name)) and form.start() >= SHORTEST:
        name = name[: form.start()]
    return name


def without_generic_parts(name: str) -> str:
    """What is left of a part of a name without the words that tell no company from another."""
    return _RULES["says_nothing"].sub("", name)


def brand_of(core: str) -> str:
    """What is left of a name without legal form when its trades are taken off: 恒泰 of 恒泰瓷砖."""
    while (ending := _RULES["ending"].search(core)) and ending.start() >= SHORTEST:
        core = core[: ending.start()]
    return core


def ending_of(name: str) -> str:
    """The trade or kind of organisation at the end of `name`; empty if there is none."""
    for size in range(min(LONGEST_ENDING, len(name) - 1), 0, -1):
        if (ending := name[-size:]) in ENDINGS and not is_word(name[-size - 1 :]):
            return ending
    return ""


def is_telling(brand: str, everyday: float) -> bool:
    """Whether `brand` is more than a general word before a trade (大型机械). Words that cost less than `everyday` nats
    (nlu/text/words) tell no company from another."""
    brand = brand_of(brand)
    telling = len(brand) >= SHORTEST and not brand.isascii() and not is_word(brand, everyday)
    return telling and brand not in ENDINGS and brand not in _GENERAL


def is_apart(words: str, start: int, end: int) -> bool:
    """Whether a part of a name stands there as a word of its own: what is before and behind it does not go on with it
    (兰亭 in 兰亭书院)."""
    return bool(_RULES["before_part"].search(words[:start]) and _RULES["behind_part"].match(words, end))


def end_of_bracketed(words: str, end: int) -> int:
    """Where the name ends that goes on at `end` with a part in brackets: 海川(中国)投资有限公司; `end` if none does."""
    found = _RULES["in_brackets"].match(words, end)
    if found is None:
        return end
    end = found.end()
    while trade := _RULES["trade_next"].match(words, end):
        end = trade.end()
    form = _RULES["form_behind"].match(words, end)
    return form.end() if form else end
