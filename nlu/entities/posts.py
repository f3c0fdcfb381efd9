"""What stands before a person's name in a company's own data: 后勤 of 后勤孙主任, 馆长 of 馆长杜老师."""

from __future__ import annotations

from nlu.entities.surnames import TITLES
from nlu.rules import rules

_RULES = rules("people")
_LONGEST_FIRST = sorted(TITLES, key=len, reverse=True)


def without_post(name: str) -> tuple[str, str]:
    """The post before a name, empty if there is none, and the name: a surname with a title, or 小 or 老 and a
    surname."""
    found = _RULES["name_after_post"].fullmatch(name)
    return (found["post"].removesuffix("的"), found["name"]) if found else ("", name)


def after_any_words(name: str) -> tuple[str, str]:
    """As `without_post`, whatever the words before the name are: 舞美 of 舞美薛工."""
    found = _RULES["name_after_words"].fullmatch(name)
    return (found["post"], found["name"]) if found else ("", name)


def title_of(post: str) -> str | None:
    """The title that a post ends with, in its normal form: 主任 of 车间主任."""
    return next((TITLES[title] for title in _LONGEST_FIRST if post.endswith(title)), None)
