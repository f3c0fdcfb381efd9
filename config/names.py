"""How names are compared, whoever typed them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_REMEMBERED = 4096  # names of which it is known how they are compared: those of a list come again and again
_SAYS_NOTHING = frozenset({"So", "Sk", "Cf", "Mn", "Me", "Cs", "Co", "Cn", "Cc", "Zs", "Zl", "Zp"})
_IN_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_BRACKETS = str.maketrans("", "", "()()[]【】")


@lru_cache(_REMEMBERED)
def as_compared(name: str) -> str:
    """A name as it is compared: width (of brackets too), spaces, case and emoji do not tell one from another."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if plain.isalnum():  # letters and figures all say something
        return plain
    return "".join(letter for letter in plain if unicodedata.category(letter) not in _SAYS_NOTHING)


def without_emoji(name: str) -> str:
    """A name as it is said: without emoji and what belongs to them."""
    return "".join(letter for letter in name if unicodedata.category(letter) not in {"So", "Sk", "Cf", "Mn"}).strip()


def without_brackets(name: str) -> str:
    """A name as it is said: 花间茶饮园区店 of 花间茶饮(园区店)."""
    return name.translate(_BRACKETS)


def bracketed(name: str) -> tuple[str, str]:
    """A name as it is compared, without what stands in brackets, and that: (花间茶饮, 园区店)."""
    whole = as_compared(name)
    inside = "".join(_IN_BRACKETS.findall(whole))
    return _IN_BRACKETS.sub("", whole), without_brackets(inside)
