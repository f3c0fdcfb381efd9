"""Reading what is said of files and recordings for the library. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.corrections import takes_back_import
from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("contents")
LONGEST = 200  # characters of words about a file
EDGES = " ,，。.;；!！~、:："
_CLAUSE = re.compile(r"[,，。;；!！\n]+")
LONGEST_TITLE = 40
LONGEST_WISH = 40


@dataclass(frozen=True)
class Told:
    """What words tell of a recording: a title, "" for none, and tags."""

    title: str
    tags: tuple[str, ...]


def means_library(text: str) -> bool:
    """Whether words beside or behind a file, or a recording, mean the library: 把刚导入的话术撤了 takes it back."""
    says = len(text) <= LONGEST and _says("means_library", text) and not _says("asks", text)
    return says and not takes_back_import(text)


def names_library(name: str) -> bool:
    """Whether a file's name is that of scripts."""
    return _RULES["names_library"].search(name) is not None


def asks_to_fill(text: str) -> bool:
    """Whether the words are nothing but the wish to fill the library: 导入话术库."""
    return _says("asks_to_fill", text)


def too_large(text: str) -> bool:
    """Whether the words are nothing but that a file is too large to be sent here: 我有个大视频要传, 视频太大传不上."""
    return len(text) <= LONGEST_WISH and _says("too_large", text)


def too_large_thing(text: str) -> str:
    """What words that a file is too large to be sent call it: 跟鼎新的通话录音太大传不上来."""
    return text[: found.start()] if (found := _RULES["too_large_behind"].search(plain(text))) else text


def describes(text: str) -> bool:
    """Whether words right behind a recording say what it is: 这是刘洋答价格质疑的,新人必学."""
    return len(text) <= LONGEST and (_says("describes", text) or means_library(text)) and not _says("asks", text)


def told(text: str) -> Told:
    """The title and tags of a recording, in the words that describe it."""
    title, tags = "", []
    for clause in _CLAUSE.split(plain(text)[:LONGEST]):
        words = clause.strip(EDGES)
        tag = _RULES["tag"].fullmatch(words)
        if tag is not None:
            tags.append(tag["tag"])
        elif words and not title:
            rest = _RULES["around_title"].sub("", words).strip(EDGES)
            title = "" if _says("no_title", rest) else rest[:LONGEST_TITLE]
    return Told(title, tuple(dict.fromkeys(tags)))


def _says(name: str, text: str) -> bool:
    return _RULES[name].search(plain(text).strip(EDGES)) is not None


def is_call(text: str) -> bool:
    """Whether words say that a recording is a call or talk with a customer."""
    return len(text) <= LONGEST and _RULES["call"].search(text.strip()) is not None


def seeks_in_calls(text: str) -> bool:
    """Whether it is asked in which recorded call something was said."""
    return sought_in_calls(text) is not None


def sought_in_calls(text: str) -> str | None:
    """What is sought in recorded calls, "" where that is not said; None where nothing is."""
    found = _RULES["seeks"].search(text.strip()) if len(text) <= LONGEST else None
    return None if found is None else (found["what"] or found["said"] or "").strip(EDGES + "「」?？的")
