"""What a rep has a leader of theirs told, and how leaders are called (rules/leaders.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.rules import rules

_RULES = rules("leaders")


def titled(text: str) -> Iterator[re.Match[str]]:
    """Where somebody is called by surname and title, as one calls one's leader (郭总)."""
    return _RULES["titled"].finditer(text)


def told_upward(before: str, behind: str) -> str | None:
    """What a leader is to be told, of words `before` and `behind` the name; None where nothing is."""
    if (last := _RULES["says_upward"].search(before)) is not None and (said := _RULES["said_upward"].match(behind)):
        return (said["what"] or last["what"] or "").strip(" ，,。;；:：") or None
    return None
