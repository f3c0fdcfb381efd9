"""The library's recordings are heard one after the other, so that each is found by what is said in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from knowledge import recordings
from knowledge.recordings import Unheard
from speech.decode import decode
from speech.heard import Hearing
from speech.pieces import pieces
from speech.unheard import Deaf, HearingFailed, TooLong, Unplayable
from storage.engine import Database
from storage.media import MediaStore

log = structlog.get_logger(__name__)


@dataclass
class Transcribing:
    """Hears what lies in the media store. What failed is left alone until the next start."""

    media: MediaStore
    hearing: Hearing
    now: Callable[[], datetime]
    _failed: set[str] = field(default_factory=set)

    def next(self, db: Database) -> bool:
        """Hear one recording and keep what it says; False where there is none that could be heard."""
        with db.read() as session:
            waiting = [one for one in recordings.unheard(session) if one.media not in self._failed and self._has(one)]
        if not waiting:
            return False
        try:
            text = self._heard(waiting[0].media)
        except (Unplayable, TooLong):
            text = ""
        except (Deaf, HearingFailed, OSError) as reason:
            log.warning("a recording of the library is not heard", media=waiting[0].media, reason=type(reason).__name__)
            self._failed.add(waiting[0].media)
            return True
        with db.write() as session:
            recordings.keep(session, waiting[0], text, self.now())
        return True

    def _heard(self, key: str) -> str:
        with self.media.open(key) as file:
            sound = decode(file, recordings.MOST_SECONDS)
        return ",".join(text for _, file in pieces(sound) if (text := self.hearing.hear(file).text))

    def _has(self, recording: Unheard) -> bool:
        try:
            return self.media.has(recording.media)
        except ValueError:  # it lies elsewhere
            return False
