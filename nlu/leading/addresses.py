"""Where somebody wants to be written to: 以后发我企业微信, 提醒发到哪."""

from __future__ import annotations

from functools import cache

from nlu.rules import rules
from nlu.text.plain import plain

LONGEST = 30  # characters of words that say so
EDGES = " ,，。.;；!！~、"
_RULES = rules("addresses")


def prefers(text: str) -> tuple[str, ...] | None:
    """On which channels, by their own names, somebody wants to be written to: none where it does not matter to them;
    None where the words say nothing of it."""
    words = plain(text).strip(EDGES)
    if len(words) > LONGEST:
        return None
    if _RULES["no_matter"].search(words):
        return ()
    found = _RULES["prefers"].search(words)
    if found is None:
        return None
    return _channels()[next(name for name in found.groupdict().values() if name)]


def says_where(text: str) -> bool:
    """Whether somebody says where they want to be written to, or that it does not matter."""
    return prefers(text) is not None


def asks_where(text: str) -> bool:
    """Whether somebody asks where they are written to."""
    return len(text) <= LONGEST and _RULES["asks_where"].search(plain(text).strip(EDGES)) is not None


def invited(text: str) -> str | None:
    """Who is to get a code by which they come in, as they are called; None where nobody is."""
    found = _RULES["invites"].search(plain(text).strip(EDGES)) if len(text) <= LONGEST else None
    if found is None:
        return None
    group = "whom" if found["whom"] else "whom_too"
    return text.strip(EDGES)[found.start(group) : found.end(group)]


def invites(text: str) -> bool:
    """Whether somebody is to get a code by which they come in."""
    return invited(text) is not None


def logs_in(text: str) -> bool:
    """Whether somebody is to log in with a WeChat of their own, for the bot to chat there."""
    return len(text) <= LONGEST and _RULES["logs_in"].search(plain(text).strip(EDGES)) is not None


@cache
def _channels() -> dict[str, tuple[str, ...]]:
    return {word: tuple(key.split("+")) for word, key in _RULES.table("channels").items()}
