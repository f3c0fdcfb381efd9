"""What is done with a message before the transaction in which it is handled: media are fetched, words are read.

1. A file that is still with its platform is fetched and kept, if it is a member's and within the quota; the row then
   says where it lies, so that a second try does not fetch it again. Whether it is a customer list, or one of scripts,
   is seen by its headings; what is neither that nor a paper, picture or recording is refused. How long a recording for
   the library lasts is looked up.
2. A voice message is heard, unless its platform has done so and keeps the sound to itself. What it says is kept with
   the row as well; from then on it is what was said.
3. The words are read by the understanding engine, without regard to who speaks, and as the intents that the turn will
   probably ask for as well.

Nothing here runs inside a write transaction: a file may take a minute, and hearing and understanding may be a server's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.messaging import file_quota, inbox
from bot.messaging.file_quota import OverQuota
from bot.messaging.inbound import Media, Said, Unreadable
from bot.turn import contents
from bot.turn.names import Reads
from bot.turn.speaker import at_gate
from bot.turn.speaker.ahead import may_be_unclear, readings_ahead
from bot.wording import heard as heard_wording
from bot.wording import turn as wording
from bot.wording.deals import gates
from bot.wording.library import recorded
from config.policy import Policy
from knowledge import nearby, recordings
from nlu.understanding import Understanding
from sales.gates import accepted
from scheduler.clock import Clock
from speech.unheard import HearingFailed
from storage.engine import Database
from storage.media import MediaStore

FETCHING = timedelta(minutes=2)  # how long the message is held for a file at most
HEARING = timedelta(minutes=8)  # and until it is heard: the longest message on a slow machine
log = structlog.get_logger(__name__)


class NotRead(Exception):
    """A turn needs words that were not read beforehand: it is rolled back, they are read, and it is run again."""

    def __init__(self, text: str, intent: str | None, at: datetime | None) -> None:
        super().__init__(f"not read yet as {intent}")  # never the words: errors are logged
        self.text = text
        self.intent = intent
        self.at = at


@dataclass
class Readings:
    """Understandings by the words, the intent they were read as where somebody chose it, and when they were said where
    that was before."""

    known: dict[tuple[str, str | None, datetime | None], Understanding] = field(default_factory=dict)

    def keep(self, found: Understanding, text: str, intent: str | None = None, at: datetime | None = None) -> None:
        """Know what `of` is to answer."""
        self.known[text, intent, at] = found

    def of(self, text: str, intent: str | None = None, at: datetime | None = None) -> Understanding:
        """What `text` means; with `intent`, what it means as a message of that intent; with `at`, said then. Raises
        NotRead."""
        found = self.known.get((text, intent, at))
        if found is None:
            raise NotRead(text, intent, at)
        return found


class FileUnavailable(Exception):
    """No attempt can fetch this file; the message is for its sender."""


class FileTooLarge(FileUnavailable):
    """The platform, or we, do not let through a file of this size; it may come another way."""


Fetch = Callable[[str, Media], Media]  # (channel, media) → with its key and size, kept; raises FileUnavailable


@dataclass
class Prepared:
    """A message ready to be handled, its words read at `at`. `list_kind`: what its file is, as far as lists and the
    library go, or that it is too large to be fetched. `trouble`, for its sender, says why it cannot be handled."""

    said: Said
    at: datetime
    readings: Readings
    understanding: Understanding
    list_kind: str = ""
    trouble: str = ""


class Preparer:
    """Prepares messages: `fetch` gets a file from its platform into the `store`, `kind_of_list` says what it
    is; `policy` says how many files are kept, and where words are read at what time; `listener` hears voice messages,
    None where nothing can."""

    def __init__(
        self,
        db: Database,
        engine: Reads,
        clock: Clock,
        policy: Policy,
        fetch: Fetch,
        store: MediaStore,
        kind_of_list: Callable[[Media], str],
        listener: contents.Listener | None = None,
    ) -> None:
        self._db = db
        self._engine = engine
        self._clock = clock
        self._policy = policy
        self._fetch = fetch
        self._store = store
        self._kind_of_list = kind_of_list
        self._listener = listener

    def prepare(self, claim: inbox.Claim) -> Prepared:
        """Get everything that the turn of `claim` needs from outside. An exception means that a retry may succeed."""
        said = claim.said
        if said is None:
            raise Unreadable("written by another version of the program")
        said, now = self._as_spoken(claim, said), self._clock.now()
        prepared = Prepared(said, now, Readings(), self.read(said.words, now))
        self._read_ahead(prepared)
        media = said.media
        if media is None:
            return prepared
        prepared.readings.keep(self.read(media.words, now, at_gate.NAMED_AS), media.words, at_gate.NAMED_AS)
        if media.is_only_heard:
            return prepared
        if media.key:
            return self._looked_into(claim, prepared, media)
        if claim.member_id is None:  # anybody can find a bot, so a stranger's file is not kept, only its caption read
            prepared.said = Said(text=media.caption)
            return prepared
        try:
            media = self._fetched(claim, claim.member_id, media)
            prepared.said = replace(said, media=media)
            inbox.keep_said(self._db, claim, prepared.said)
            self._look_into(claim, prepared, media)
        except FileTooLarge as reason:
            prepared.list_kind, prepared.trouble = contents.TOO_LARGE, str(reason)
        except (FileUnavailable, OverQuota) as reason:
            prepared.trouble = str(reason)
        return prepared

    def _as_spoken(self, claim: inbox.Claim, said: Said) -> Said:
        """What a platform has heard itself are a member's spoken words; a stranger's are words."""
        if said.media is None or not said.media.is_only_heard:
            return said
        if claim.member_id is None:
            return Said(text=said.media.heard)
        return replace(said, media=contents.as_spoken(self._db, claim.member_id, said.media))

    def _looked_into(self, claim: inbox.Claim, prepared: Prepared, media: Media) -> Prepared:
        if claim.member_id is not None:
            try:
                self._look_into(claim, prepared, media)
            except FileUnavailable as reason:
                prepared.trouble = str(reason)
        return prepared

    def _look_into(self, claim: inbox.Claim, prepared: Prepared, media: Media) -> None:
        prepared.list_kind = self._looked_at(claim, media)
        if not prepared.list_kind:
            prepared.trouble = self._refusal(media)
        if media.is_recorded and not prepared.trouble and not media.seconds and contents.is_for_library(media):
            media = self._measured(claim, media)
            prepared.said = replace(prepared.said, media=media)
        if self._listener is not None and self.is_to_be_heard(claim) and not prepared.trouble:
            self._hear(claim, prepared, media, self._listener)

    def is_to_be_heard(self, claim: inbox.Claim) -> bool:
        """Whether it is a voice message of a member that nobody has listened to."""
        media = claim.said.media if claim.said is not None else None
        unheard = media is not None and media.kind == "voice" and media.heard is None
        return self._listener is not None and unheard and claim.member_id is not None

    def _hear(self, claim: inbox.Claim, prepared: Prepared, media: Media, listener: contents.Listener) -> None:
        assert claim.member_id is not None
        inbox.hold(self._db, claim, HEARING)
        try:
            media = listener.listen(claim.member_id, media)
        except contents.NotHeard as reason:
            prepared.trouble = str(reason)
            return
        except HearingFailed as error:
            if claim.attempt < inbox.MAX_ATTEMPTS:
                raise
            log.warning("a voice message is given up", message=claim.inbox_id, reason=str(error))
            prepared.trouble = heard_wording.FAILED
            return
        prepared.said = replace(prepared.said, media=media)
        inbox.keep_said(self._db, claim, prepared.said)
        prepared.understanding = self.read(prepared.said.words, prepared.at)
        self._read_ahead(prepared)

    def _read_ahead(self, prepared: Prepared) -> None:
        """Read the words as what the turn will probably ask for."""
        words = prepared.said.words
        prepared.readings.keep(prepared.understanding, words)
        for intent in readings_ahead(prepared.understanding):
            prepared.readings.keep(self.read(words, prepared.at, intent), words, intent)
        if may_be_unclear(prepared.understanding):
            nearby.shipped()  # is read from files

    def _measured(self, claim: inbox.Claim, media: Media) -> Media:
        """The recording with its length. Raises FileUnavailable."""
        inbox.hold(self._db, claim, FETCHING)
        try:
            with self._store.open(media.key) as file:
                return replace(media, seconds=recordings.seconds_of(file))
        except (recordings.NotPlayable, OSError):
            raise FileUnavailable(recorded.NOT_PLAYABLE) from None

    def _refusal(self, media: Media) -> str:
        """Why the file is not taken, for its sender; nothing where it is. Voice is heard elsewhere."""
        if media.is_recorded:
            return ""
        try:
            with self._store.open(media.key) as file:
                head = file.read(accepted.HEAD_BYTES)
        except FileNotFoundError:
            return wording.NOT_FETCHED
        refusal = accepted.refusal(media.name if "." in media.name else media.key, head)
        return gates.refused(media.name, refusal) if refusal is not None else ""

    def read(self, text: str, now: datetime, intent: str | None = None) -> Understanding:
        """What `text`, said at `now`, means; with `intent`, what it means as a message of that intent."""
        if not text.strip() or len(text) > wording.LONGEST_TEXT:
            return Understanding("out_of_scope", 1.0, {}, {}, text=text)
        return self._engine.parse(text, now.astimezone(self._policy.zone), intent)

    def _looked_at(self, claim: inbox.Claim, media: Media) -> str:
        """What a file is: a large one takes some time to open."""
        if media.kind != "file":
            return ""
        inbox.hold(self._db, claim, FETCHING)
        return self._kind_of_list(media)

    def _fetched(self, claim: inbox.Claim, member_id: int, media: Media) -> Media:
        if media.seconds > recordings.MOST_SECONDS and (media.kind != "voice" or contents.is_for_library(media)):
            raise FileUnavailable(recorded.too_long(media.seconds))
        file_quota.check(self._db, self._policy, member_id, media.size, self._clock.now())
        inbox.hold(self._db, claim, FETCHING)
        try:
            kept = self._fetch(claim.channel, media)
        except FileUnavailable:
            raise
        except Exception as error:
            if claim.attempt < inbox.MAX_ATTEMPTS:
                raise
            log.warning("a file is given up", message=claim.inbox_id, reason=type(error).__name__)
            raise FileUnavailable(wording.NOT_FETCHED) from error
        file_quota.count(self._db, self._policy, member_id, kept.key, kept.size, self._clock.now())
        return kept
