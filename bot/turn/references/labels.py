"""Which choice words mean: by its number, its label, a part of it, its place (第二个)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.conversation import NotAnAnswer
from bot.conversation.messages import Choice
from nlu import replies
from nlu.context import ordinal, without_pointers

LONGEST_PLACE = 7  # characters of words that name no more than a place (我说的是第二个)
LONGEST_POINTER = 12  # characters of words that do no more than point at a choice
AROUND = re.compile(
    r"那|就|先|都|还是|嗯|好的?|行|可以|给我|帮我|直接|吧|了|啊|呗|哈|一下|[，,]"
)  # a label, adding nothing


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
    found = [choice for choice, label in labels if _holds(words, label) or (len(words) > 1 and words in label)]
    return found[0] if len(found) == 1 else None


def _holds(words: str, label: str) -> bool:
    """Whether words hold a label; one of a single character stands in many words, and must be all that they say."""
    return label in words if len(label) > 1 else AROUND.sub("", words) == label


def pointed_at(choices: Sequence[Choice], text: str) -> Choice | None:
    """The one choice that the words point at by its place (第二个, 最后一个) or by a part of its label, in whatever
    words around it (就仓储那个吧); None for words that say more."""
    if len(tidy(text)) > LONGEST_POINTER:
        return None
    place = ordinal(text)
    if place is not None and len(tidy(text)) <= LONGEST_PLACE:
        index = place - 1 if place > 0 else len(choices) + place
        return choices[index] if 0 <= index < len(choices) else None
    part = tidy(without_pointers(text))
    found = [choice for choice in choices if len(part) > 1 and part in tidy(choice.label)]
    return found[0] if len(found) == 1 else None


def agreement(choices: Sequence[Choice], text: str, meant: bool | None = None) -> bool | None:
    """The answer to a question of yes or no in words (好 转给他), or as `meant`; None to another question."""
    asks_that = {choice.value for choice in choices} == {True, False}
    verdict = False if replies.holds_back(text) else replies.verdict(text)
    said = verdict if meant is None else meant
    return said if asks_that else None


def chosen(choices: Sequence[Choice], text: str, intent: str) -> Any:
    """The answer that the words are to a question which takes its choices only, or any words where it has none;
    NotAnAnswer if they are none."""
    if not choices:
        return text.strip() or NotAnAnswer()
    if (choice := named(choices, text)) is not None:
        return choice.answer
    yes_or_no = agreement(choices, text, {"confirm": True, "deny": False}.get(intent))
    return NotAnAnswer() if yes_or_no is None else yes_or_no


def tidy(text: str) -> str:
    """Text as labels and commands are compared: width, spaces and final punctuation do not matter."""
    return unicodedata.normalize("NFKC", text).strip().strip("。.,!！~ ").replace(" ", "").lower()
