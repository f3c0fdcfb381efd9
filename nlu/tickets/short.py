"""Short words about tickets: what is finished, decided or asked, and who is to hurry. Pure functions."""

from __future__ import annotations

from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("tickets")
SHORT = 60  # characters of words that only react


def finished(text: str) -> str | None:
    """What the words say is finished (过敏餐菜单出好了); None if they say it of nothing."""
    found = _RULES["finished"].search(plain(text.strip())[:SHORT])
    return found["what"] if found is not None else None


def decides(text: str) -> bool:
    """Whether the words only decide something (驳回)."""
    return _says("decides", text)


def asks_why(text: str) -> bool:
    """Whether the words only ask why."""
    return _says("asks_why", text)


def names_department(text: str) -> bool:
    """Whether the words say which department is to be asked, and no more (那就找生产)."""
    return _says("names_department", text)


def urges_name(text: str, name: str) -> bool:
    """Whether somebody of this name is to be hurried (接口那个催下孙浩)."""
    before, named, _ = text.partition(name)
    return bool(named) and _RULES["hurries"].search(plain(before)) is not None


def _says(rule: str, text: str) -> bool:
    words = plain(text.strip())
    return len(words) <= SHORT and bool(_RULES[rule].search(words))
