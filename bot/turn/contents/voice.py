"""What a voice message says. Whatever hears knows the names that its speaker probably says."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot import access
from bot.messaging.inbound import Media
from bot.wording import heard as wording
from nlu.entities.known_names.misheard import as_named
from sales.names import spoken_names
from speech.heard import Hearing
from speech.unheard import Deaf, TooLong, Unplayable
from storage.engine import Database
from storage.media import MediaStore

log = structlog.get_logger(__name__)


class NotHeard(Exception):
    """It cannot be heard, now or ever; the message is for its sender."""


def as_spoken(db: Database, member_id: int, media: Media) -> Media:
    """A voice message that its platform has heard, with names that it misheard written as they are."""
    heard = media.heard or ""
    return replace(media, heard=as_named(heard, _names_for(db, member_id))) if heard else media


def _names_for(db: Database, member_id: int) -> list[str]:
    """The names that a member probably says."""
    with db.read() as session:
        speaker = access.speaker(session, member_id)
        return spoken_names(session, speaker.customers) if speaker is not None else []


class Listener:
    """Hears voice messages that lie in the `store`."""

    def __init__(self, db: Database, store: MediaStore, hearing: Hearing) -> None:
        self._db = db
        self._store = store
        self._hearing = hearing

    def listen(self, member_id: int, media: Media) -> Media:
        """The message with what the member says, which is empty where nothing is clear. Raises NotHeard; HearingFailed
        where another try may succeed."""
        try:
            data = self._store.read(media.key)
        except OSError:
            raise NotHeard(wording.UNPLAYABLE["broken"]) from None
        names = _names_for(self._db, member_id)
        try:
            found = self._hearing.hear(data, names)
        except Unplayable as reason:
            raise NotHeard(wording.UNPLAYABLE[reason.fault]) from None
        except TooLong as reason:
            raise NotHeard(wording.too_long(reason.most_seconds)) from None
        except Deaf as reason:
            log.warning("a voice message cannot be heard", lack=reason.lack)
            raise NotHeard(wording.DEAF[reason.lack]) from None
        pauses = tuple(round(end - start, 1) for start, end in found.pauses)
        text, unsure = as_named(found.text, names), found.unsure_figures
        return replace(media, heard=text, lasted=round(found.seconds, 1), pauses=pauses, unsure=unsure)
