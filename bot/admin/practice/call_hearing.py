"""Hearing a recorded call for its check: what is said, from when on, and roughly by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.admin.practice.exam_calls import CallCheck
from coaching.compliance import broken
from coaching.drill_types import Violation
from coaching.exam.call_check import Segment
from coaching.replies import Reply
from speech.decode import decode
from speech.heard import PAUSE_S, Hearing, Word
from speech.pieces import pieces
from speech.speakers import speakers
from storage.media import MediaStore

MOST_SECONDS = 1800  # of a recorded call


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
        with self.media.open(key) as file:
            sound = decode(file, MOST_SECONDS)
        words = [word for begin, file in pieces(sound) for word in self._words(begin, file)]
        spoken = list(_between_pauses(words))
        who = speakers(sound, [(piece[0].start, piece[-1].end) for piece in spoken])
        return [
            Segment(speaker, piece[0].start, "".join(word.text for word in piece), piece[-1].end, _confidence(piece))
            for speaker, piece in zip(who, spoken, strict=True)
        ]

    def _words(self, begin: float, file: bytes) -> list[Word]:
        """What is said in a piece that begins there; all of it as one word where the engine gives no times."""
        heard = self.hearing.hear(file)
        timed = heard.words or ((Word(heard.text, 0.0, heard.seconds, heard.confidence),) if heard.text else ())
        return [replace(word, start=begin + word.start, end=begin + word.end) for word in timed]


def forbidden_in(words: str) -> list[Violation]:
    """What no seller may say, whatever the scenario."""
    return [found.as_violation() for found in broken([Reply(1, "", words)], ())]


def _confidence(piece: Sequence[Word]) -> float:
    return sum(word.confidence for word in piece) / len(piece)


def _between_pauses(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between two pauses."""
    piece: list[Word] = []
    for word in words:
        if piece and word.start - piece[-1].end >= PAUSE_S:
            yield piece
            piece = []
        piece.append(word)
    if piece:
        yield piece
