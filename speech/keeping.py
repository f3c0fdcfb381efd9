"""Which of the segments that an engine gives are kept. Whisper always writes something: what it makes of noise, music
or a hum are loops, and words that it does not believe itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from speech.heard import Heard, Word
from speech.simplified import simplified

MOST_COMPRESSED = 2.4  # how well a text may be compressed: more are loops
LEAST_LOGPROB = -1.0
SURELY_NO_SPEECH = 0.6
_LOOP = re.compile(r"(.{1,12}?)\1{3,}", re.DOTALL)
_SPOKEN = re.compile(r"[\w]")


@dataclass(frozen=True)
class Segment:
    """A piece of what an engine heard, with how sure it is of it."""

    text: str
    start: float
    end: float
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float
    words: tuple[Word, ...] = ()

    @property
    def is_believable(self) -> bool:
        """Whether somebody has probably said this."""
        return (
            _SPOKEN.search(self.text) is not None
            and self.compression_ratio <= MOST_COMPRESSED
            and self.avg_logprob >= LEAST_LOGPROB
            and self.no_speech_prob <= SURELY_NO_SPEECH
            and not _is_loop(self.text)
        )


def heard(segments: Iterable[Segment], seconds: float, *, cut: bool = False, prompt: str | None = None) -> Heard:
    """What is left of the segments. One that only repeats the `prompt` was not said."""
    kept = [segment for segment in segments if segment.is_believable and not _echoes(segment.text, prompt)]
    text = simplified(_joined([segment.text for segment in kept])) if kept else ""
    lasts = sum(segment.end - segment.start for segment in kept)
    sure = sum(exp(segment.avg_logprob) * (segment.end - segment.start) for segment in kept)
    words = tuple(
        Word(simplified(word.text), word.start, word.end, word.confidence) for segment in kept for word in segment.words
    )
    return Heard(text, seconds, round(min(sure / lasts, 1.0), 3) if lasts else 0.0, words, cut)


def _is_loop(text: str) -> bool:
    loops = sum(len(found[0]) for found in _LOOP.finditer(text) if not found[0].isdigit())
    return loops * 2 > len(text)


def _echoes(text: str, prompt: str | None) -> bool:
    """Whether the text is two names of the prompt or more and nothing besides."""
    if prompt is None:
        return False
    named = [part for part in re.split(r"[\W_]+", text) if part]
    return len(named) > 1 and all(part in prompt for part in named)


def _joined(texts: Iterable[str]) -> str:
    """Segments are clauses: where one ends without a mark, a comma."""
    joined = ""
    for text in (text.strip() for text in texts):
        joined += ("," if joined and joined[-1].isalnum() else "") + text
    return joined
