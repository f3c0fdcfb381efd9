"""What was heard, and the protocol of whatever hears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from speech.unheard import Lack

LONGEST_MESSAGE_S = 180  # seconds of a message that somebody waits for
SURE = 0.5  # below this a word is as likely another
_FIGURE = re.compile("[0-9零一二两三四五六七八九十百千万亿]")
PAUSE_S = 0.6  # silence between two words that counts as a pause


@dataclass(frozen=True)
class Word:
    """A word with when it was said, in seconds from the beginning, and how sure it is (0 to 1)."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Heard:
    """What a recording of so many `seconds` says, in simplified characters: nothing where nothing was said clearly.
    `confidence` is between 0 and 1; `words` are empty where the engine gives no times; `cut` where the end was not
    heard because hearing it took too long."""

    text: str
    seconds: float
    confidence: float = 0.0
    words: tuple[Word, ...] = ()
    cut: bool = False

    @property
    def pauses(self) -> tuple[tuple[float, float], ...]:
        """Where nothing was said between two words, as (start, end) in seconds."""
        gaps = zip(self.words, self.words[1:], strict=False)
        return tuple((before.end, after.start) for before, after in gaps if after.start - before.end >= PAUSE_S)

    @property
    def unsure_figures(self) -> tuple[str, ...]:
        """Words with figures in them that were not heard well; all of the text where the engine gives no words and is
        not sure of the whole."""
        words = self.words or (Word(self.text, 0.0, self.seconds, self.confidence),)
        return tuple(word.text.strip() for word in words if word.confidence < SURE and _FIGURE.search(word.text))


class Hearing(Protocol):
    """What hears recordings; safe to be asked from several threads."""

    def hear(self, data: bytes, names: Sequence[str] = (), most_seconds: int = LONGEST_MESSAGE_S) -> Heard:
        """What the file `data` says; `names` will probably be said. Raises Unplayable, TooLong, Deaf or HearingFailed
        (see unheard)."""

    def lack(self) -> Lack | None:
        """Why nothing could be heard now, as far as that is known; None where nothing is in the way."""
