"""Which choice words mean: by its number, its label, or a part of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.conversation.messages import Choice


def picked_index(labels: Sequence[str], plain: str) -> int | None:
    """The place of the label that `plain` is, or the number of which it is, counted from 1."""
    tidied = [tidy(label) for label in labels]
    if plain in tidied:
        return tidied.index(plain)
    if re.fullmatch(r"\d{1,2}", plain) and 1 <= int(plain) <= len(labels):
        return int(plain) - 1
    return None


def pick(choices: Sequence[Choice], plain: str) -> Choice | None:
    """The choice meant by its label or its number."""
    index = picked_index([choice.label for choice in choices], plain)
    return None if index is None else choices[index]


def named(choices: Sequence[Choice], text: str) -> Choice | None:
    """The one choice whose label the words hold, or are a part of (决策链 for 决策链未齐)."""
    words = tidy(text)
    labels = [(choice, tidy(choice.label)) for choice in choices]
    found = [choice for choice, label in labels if label in words or (len(words) > 1 and words in label)]
    return found[0] if len(found) == 1 else None


def tidy(text: str) -> str:
    """Text as labels and commands are compared: width, spaces and final punctuation do not matter."""
    return unicodedata.normalize("NFKC", text).strip().strip("。.,!！~ ").replace(" ", "").lower()
