"""Hearing a recorded call for its check: what is said, from when on, and roughly by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.admin.exam_calls import CallCheck
from coaching.compliance import broken
from coaching.drill_types import Violation
from coaching.exam.call_check import Segment
from coaching.replies import Reply
from speech.decode import decode
from speech.heard import PAUSE_S, Hearing, Word
from speech.speakers import speakers
from storage.media import MediaStore

MOST_SECONDS = 1800  # of a recorded call
ONLY = "A"  # who speaks where nothing tells


def call_check(media: MediaStore, hearing: Hearing) -> CallCheck:
    """How calls are heard and checked: by what hears voice messages, and by the company-wide rules."""
    return CallCheck(Transcriber(media, hearing).segments, forbidden_in)


@dataclass(frozen=True)
class Transcriber:
    """Hears recordings that lie in the media store."""

    media: MediaStore
    hearing: Hearing

    def segments(self, key: str) -> list[Segment]:
        """What is said in the recording with this key, piece by piece. Raises what hearing raises."""
        data = self.media.read(key)
        heard = self.hearing.hear(data, (), MOST_SECONDS)
        if not heard.words:
            return [Segment(ONLY, 0.0, heard.text)] if heard.text else []
        pieces = list(_pieces(heard.words))
        spans = [(piece[0].start, piece[-1].end) for piece in pieces]
        who = speakers(decode(data, MOST_SECONDS), spans)
        return [
            Segment(speaker, piece[0].start, "".join(word.text for word in piece))
            for speaker, piece in zip(who, pieces, strict=True)
        ]


def forbidden_in(words: str) -> list[Violation]:
    """What no seller may say, whatever the scenario."""
    return [found.as_violation() for found in broken([Reply(1, "", words)], ())]


def _pieces(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between two pauses."""
    piece: list[Word] = []
    for word in words:
        if piece and word.start - piece[-1].end >= PAUSE_S:
            yield piece
            piece = []
        piece.append(word)
    yield piece
