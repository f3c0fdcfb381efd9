"""Recorded calls with customers are heard as a job, and what was understood becomes one suggestion of what to log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session

from bot.messaging import jobs
from bot.messaging.work import Work
from bot.wording.deals import calls as wording
from coaching.exam.call_check import Segment, seller_of
from nlu.understanding import Understanding
from sales import call_recordings
from speech.unheard import Deaf, TooLong, Unplayable
from storage.engine import Database

HEAR_CALL = "call.hear"
REPORT = "log_followup"  # the intent as which the words are read
PATIENCE = timedelta(minutes=60)
TELLING = frozenset({"objection", "amount", "budget", "outcome", "next_time", "next_action"})  # slots worth logging
MOST_SUGGESTED = 3  # passages
LONGEST = 60  # letters of a passage
EDGES = " ,，。."
log = structlog.get_logger(__name__)
Transcribe = Callable[[str], Sequence[Segment]]
Read = Callable[[str, datetime, str | None], Understanding]


def order_waiting(session: Session, now: datetime) -> None:
    """Have the recordings heard that came while nothing could hear them."""
    for call_id in call_recordings.waiting(session):
        args = {"call": call_id, "at": now.isoformat()}
        jobs.order(session, f"hear:{call_id}:{now.date()}", HEAR_CALL, args, now)


@dataclass(frozen=True)
class HeardCalls:
    """The job: `transcribe` hears a recording by its media key (None: nothing can), `read` understands words."""

    transcribe: Transcribe | None
    read: Read

    def work(self) -> Mapping[str, Work]:
        """The job by its kind."""
        return {HEAR_CALL: Work(self.heard, time_limit=PATIENCE)}

    def heard(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Hear the recording `call`. Returns its `status` from then on, and `told`: the passages worth logging."""
        with db.read() as session:
            call = call_recordings.find(session, args["call"])
        if call is None or self.transcribe is None or call.status != call_recordings.WAITING:
            return {"status": call.status if call is not None else call_recordings.WAITING, "told": []}
        try:
            segments = self.transcribe(call.media)
        except Deaf as reason:
            log.warning("no recorded call can be heard", call=call.id, lack=reason.lack)
            return {"status": call_recordings.WAITING, "told": []}
        except (TooLong, Unplayable, FileNotFoundError) as reason:
            log.warning("a recorded call will never be heard", call=call.id, reason=type(reason).__name__)
            segments = []
        said = [segment for segment in segments if segment.words.strip()]
        status = call_recordings.HEARD if said else call_recordings.UNHEARD
        with db.write() as session:
            call_recordings.keep_transcript(session, call.id, [asdict(segment) for segment in said], status)
        return {"status": status, "told": self._told(said, datetime.fromisoformat(args["at"]))}

    def _told(self, segments: Sequence[Segment], at: datetime) -> list[str]:
        seller = seller_of(segments)
        words = [
            segment.words.strip(EDGES)
            if segment.speaker == seller
            else wording.said_by_customer(segment.words.strip(EDGES))
            for segment in segments
        ]
        telling = [said for said in words if len(said) <= LONGEST and self._tells(said, at)]
        return telling[:MOST_SUGGESTED]

    def _tells(self, words: str, at: datetime) -> bool:
        return not TELLING.isdisjoint(self.read(words, at, REPORT).slots)
