"""Who says something, and how their words are read for whom they are said by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.access import LEADERS, Speaker
from config.policy import Policy
from nlu.leaders import COLLEAGUE, CUSTOMER
from nlu.understanding import Understanding

SURE = 0.9  # the confidence of what is read here

Read = Callable[[str, str | None], Understanding]  # what words say, as a message of an intent


@dataclass(frozen=True)
class Hearing:
    """Who says it, how their words are read as a message of another intent, the company's names of things, and when (in
    the company's zone)."""

    session: Session
    speaker: Speaker
    read: Read
    policy: Policy
    now: datetime

    @property
    def leads(self) -> bool:
        """Whether the speaker gives orders."""
        return self.speaker.role in LEADERS or self.speaker.admin


def marked(heard: Understanding, upto: int | None = None) -> str:
    """The text with names as letters, as the rules take it (a product as its customer); only what is before `upto`."""
    places = [(span, CUSTOMER) for slot in ("customer", "product") for span in heard.spans_of(slot)]
    places += [(span, COLLEAGUE) for span in heard.spans_of("person")]
    text = heard.text[:upto]
    for (start, end), letter in sorted(places, reverse=True):
        if end <= len(text):
            text = text[:start] + letter + text[end:]
    return text
