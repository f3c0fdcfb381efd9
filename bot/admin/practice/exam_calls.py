"""Recorded calls are heard and checked as a job, because that takes minutes.

A `CallCheck` says how: what transcribes a recording, and what finds what may not be said. A bot without one leaves the
recordings waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.messaging.work import Work
from coaching.exam import call_check, calls
from coaching.exam.call_check import Finds, Segment
from config.drills import ExamPolicy
from speech.unheard import Deaf, TooLong, Unplayable
from storage.engine import Database

CHECK_CALLS = "exam.check_calls"
PATIENCE = timedelta(minutes=60)
log = structlog.get_logger(__name__)
Transcribe = Callable[[str], Sequence[Segment]]


@dataclass(frozen=True)
class CallCheck:
    """`transcribe` gives the segments of the recording with this media key; `finds` what is forbidden in words."""

    transcribe: Transcribe
    finds: Finds


@dataclass(frozen=True)
class CallChecks:
    """The job; without `check` it leaves everything as it is. `policy` says how much must be heard."""

    check: CallCheck | None = None
    policy: ExamPolicy = field(default_factory=ExamPolicy)

    def work(self) -> Mapping[str, Work]:
        """The job by its kind."""
        return {CHECK_CALLS: Work(self.checked, time_limit=PATIENCE)}

    def checked(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Check these `recordings`; `checked` are those that are, or cannot be. Each is kept by itself: run
        again, what was checked is not heard once more."""
        if self.check is None:
            return {"checked": []}
        at = datetime.fromisoformat(args["at"])
        done = [call_id for call_id in args["recordings"] if self._check(db, self.check, call_id, at)]
        return {"checked": done}

    def _check(self, db: Database, how: CallCheck, call_id: int, at: datetime) -> bool:
        with db.read() as session:
            call = calls.find(session, call_id)
        if call is None or call.status != calls.WAITING:
            return call is not None
        try:
            segments = how.transcribe(call.media)
        except Deaf as reason:
            log.warning("no recorded call can be heard", call=call_id, lack=reason.lack)
            return False
        except (TooLong, Unplayable, FileNotFoundError) as reason:
            log.warning("a recorded call will never be heard", call=call_id, reason=type(reason).__name__)
            return self._unheard(db, call_id, "too_long" if isinstance(reason, TooLong) else "unplayable", at)
        if not any(segment.words.strip() for segment in segments):
            return self._unheard(db, call_id, "silent", at)
        violations = call_check.check(segments, how.finds)
        if not violations and self._is_too_little(segments):
            return self._unheard(db, call_id, "too_little", at, segments)
        with db.write() as session:
            return calls.keep_check(session, call_id, segments, violations, at) is not None

    def _is_too_little(self, segments: Sequence[Segment]) -> bool:
        speech = call_check.heard_clearly(segments)
        return speech.seconds < self.policy.speech_seconds or speech.characters < self.policy.speech_words

    @staticmethod
    def _unheard(
        db: Database, call_id: int, why: calls.Unhearable, at: datetime, segments: Sequence[Segment] = ()
    ) -> bool:
        with db.write() as session:
            return calls.keep_unheard(session, call_id, why, at, segments) is not None
