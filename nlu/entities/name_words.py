"""The word lists of name_words.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("name_words.yml")


def word_list(key: str) -> tuple[str, ...]:
    """The words under `key`, in the order of the file."""
    return tuple(_lists()[key].split())


def any_of(words: tuple[str, ...]) -> str:
    """A regular expression for one of `words`, the longest that fits."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    lists: dict[str, str] = yaml.load(PATH.read_text("utf-8"), yaml.CSafeLoader)
    return lists
