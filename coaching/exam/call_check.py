"""What was said in a recorded call that may not be said: quoted, with its time. Pure.

Segments that follow each other and are of one speaker are read together, because a sentence may run over their border.
Only the seller is held to the rules; which speaker that is shows in how they address the other. Where it does not show,
everybody is read. What `finds` takes for a permitted mention (这个我不能承诺) it does not return.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

ADDRESSES = re.compile(r"您|贵公司|贵司|贵院|贵校|我们(?:公司|产品|这边|可以|能)|给您|请教|方便(?:的话|吗)")
CLEARLY = 1.5  # times as often as the other, for a speaker to be the seller
SURE = 0.5  # of hearing: below, the words are as likely others
USUAL, SLOWEST = 4.0, 1.5  # characters a second of speech: as people talk, and at the least


class Finding(Protocol):
    """A forbidden saying: its `words`, an exact quote, and the name of the `rule`."""

    @property
    def words(self) -> str:
        """The quote."""

    @property
    def rule(self) -> str:
        """The rule."""


Finds = Callable[[str], Sequence[Finding]]


@dataclass(frozen=True)
class Segment:
    """What a speaker (a label, not a name) says from `start` to `end` seconds (None where that is not known), and how
    sure hearing is of it (0 to 1)."""

    speaker: str
    start: float
    words: str
    end: float | None = None
    confidence: float = 1.0


@dataclass(frozen=True)
class Speech:
    """How much of a call was heard: seconds of speech, and characters."""

    seconds: float = 0.0
    characters: int = 0


@dataclass(frozen=True)
class CallViolation:
    """A forbidden saying of a call: the quote, the rule, and at how many seconds it begins."""

    words: str
    rule: str
    at: int


def check(segments: Sequence[Segment], finds: Finds) -> tuple[CallViolation, ...]:
    """The violations of a call, each once, in the order in which they were said."""
    seller = seller_of(segments)
    found: dict[CallViolation, None] = {}
    for speaker, turn in groupby(segments, key=lambda segment: segment.speaker):
        if seller is None or speaker == seller:
            found.update(dict.fromkeys(_of_turn([*turn], finds)))
    return tuple(sorted(found, key=lambda violation: violation.at))


def heard_clearly(segments: Sequence[Segment]) -> Speech:
    """How much was said so that it could be heard."""
    clear = [
        (segment, spoken) for segment in segments if segment.confidence >= SURE and (spoken := _characters(segment))
    ]
    return Speech(sum(_seconds(segment, spoken) for segment, spoken in clear), sum(spoken for _, spoken in clear))


def _characters(segment: Segment) -> int:
    return sum(character.isalnum() for character in segment.words)


def _seconds(segment: Segment, spoken: int) -> float:
    """How long it took to say; silence within it, where hearing gives no times of words, is no speech."""
    if segment.end is None:
        return spoken / USUAL
    return min(segment.end - segment.start, spoken / SLOWEST)


def seller_of(segments: Sequence[Segment]) -> str | None:
    """The speaker who addresses the other as sellers do; None if that is not clear."""
    spoken: dict[str, str] = {}
    for segment in segments:
        spoken[segment.speaker] = spoken.get(segment.speaker, "") + segment.words
    rates = sorted(
        ((len(ADDRESSES.findall(words)) / max(len(words), 1), speaker) for speaker, words in spoken.items()),
        reverse=True,
    )
    if len(rates) < 2:
        return None
    (first, seller), (second, _) = rates[:2]
    return seller if first > second * CLEARLY else None


def _of_turn(turn: Sequence[Segment], finds: Finds) -> list[CallViolation]:
    words = "".join(segment.words for segment in turn)
    found: list[CallViolation] = []
    begin = 0
    for finding in finds(words):
        place = words.find(finding.words, begin)
        place = place if place >= 0 else words.find(finding.words)
        if place >= 0 and finding.words:
            found.append(CallViolation(finding.words, finding.rule, _time_of(turn, place)))
            begin = place + 1
    return found


def _time_of(turn: Sequence[Segment], place: int) -> int:
    """When the character at this place is said, as far as segments tell."""
    passed = 0
    for segment in turn:
        passed += len(segment.words)
        if place < passed:
            return int(segment.start)
    return int(turn[-1].start)
