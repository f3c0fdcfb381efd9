"""Reading what is asked of the script library. Pure functions."""

from __future__ import annotations

from typing import Literal, NamedTuple

from nlu.rules import rules

LONGEST = 120  # characters that are read
_RULES = rules("library")
Judgement = Literal["asks", "retire", "holds"]


class Verdict(NamedTuple):
    """What is said of an item, named by `title`: it goes, or it still holds; or it is asked which are to be checked."""

    what: Judgement
    title: str = ""


class NewVersion(NamedTuple):
    """A product as it is called, and the version of it that is out."""

    product: str
    version: str


def asks_kit(text: str) -> bool:
    """Whether the bot is to prepare the speaker for meeting somebody (见院长前帮我准备一下, 明天去见院长聊点啥)."""
    words = text.strip()[:LONGEST]
    if _RULES["kit_by_another"].search(words):
        return False
    return bool(_RULES["kit"].search(words)) or _asks_for_meeting(words)


def _asks_for_meeting(words: str) -> bool:
    """Whether help is wanted, or what to bring and say is asked, for a meeting to come."""
    if _RULES["no_kit"].search(words):
        return False
    is_wanted = any(_RULES[rule].search(words) for rule in ("kit_help", "kit_asks"))
    return bool(_RULES["kit_alone"].search(words)) or (is_wanted and bool(_RULES["going"].search(words)))


def asks_path(text: str) -> bool:
    """Whether somebody asks what they are to learn, or how far they are."""
    return bool(_RULES["path"].search(text.strip()[:LONGEST]))


def asks_whole_path(text: str) -> bool:
    """Whether words that ask what is to be learnt ask for all of it, not for what comes next."""
    return bool(_RULES["whole_path"].search(text.strip()[:LONGEST]))


def says_learnt(text: str) -> bool:
    """Whether the words say of an item just shown that the speaker has learnt it."""
    return bool(_RULES["learnt"].search(text.strip()[:LONGEST]))


def asks_team_path(text: str) -> bool:
    """Whether it is asked how far new hires are."""
    words = text.strip()[:LONGEST]
    return bool(_RULES["team_path"].search(words)) or whose_path(words) is not None


def whose_path(text: str) -> str | None:
    """Of whom it is asked how far they are, by name."""
    found = _RULES["whose_path"].search(text.strip()[:LONGEST])
    return found["who"] if found else None


def asks_wanted(text: str) -> bool:
    """Whether it is asked what people want that the library does not have."""
    return bool(_RULES["wanted"].search(text.strip()[:LONGEST]))


def judges_item(text: str) -> bool:
    """Whether the words say of an item that it goes or still holds, or ask which are to be checked."""
    return verdict_on(text) is not None


def verdict_on(text: str) -> Verdict | None:
    """What the words say of an item of the library."""
    words = text.strip()[:LONGEST]
    if _RULES["review"].search(words):
        return Verdict("asks")
    if (found := _RULES["retires"].search(words)) is not None:
        return Verdict("retire", next(filter(None, found.groups())).strip())
    holds = _RULES["holds"].search(words)
    return Verdict("holds", holds["title"].strip()) if holds else None


def tells_new_version(text: str) -> bool:
    """Whether the words say that a new version of a product is out."""
    return new_version(text) is not None


def new_version(text: str) -> NewVersion | None:
    """The product and its version that is out, as the words say."""
    found = _RULES["new_version"].search(text.strip()[:LONGEST])
    return NewVersion(found["product"].strip(), found["version"]) if found else None
