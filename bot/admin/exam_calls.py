"""Recorded calls are heard and checked as a job, because that takes minutes.

A `CallCheck` says how: what transcribes a recording, and what finds what may not be said. A bot without one leaves the
recordings waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.messaging.work import Work
from coaching.exam import call_check, calls
from coaching.exam.call_check import Finds, Segment
from storage.engine import Database

CHECK_CALLS = "exam.check_calls"
PATIENCE = timedelta(minutes=60)
Transcribe = Callable[[str], Sequence[Segment]]


@dataclass(frozen=True)
class CallCheck:
    """`transcribe` gives the segments of the recording with this media key; `finds` what is forbidden in words."""

    transcribe: Transcribe
    finds: Finds


@dataclass(frozen=True)
class CallChecks:
    """The job; without `check` it leaves everything as it is."""

    check: CallCheck | None = None

    def work(self) -> Mapping[str, Work]:
        """The job by its kind."""
        return {CHECK_CALLS: Work(self.checked, time_limit=PATIENCE)}

    def checked(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Check the recordings of `member` that wait; `checked` are the ids of those that were. Each is kept by itself:
        run again, what was checked is not heard once more."""
        if self.check is None:
            return {"checked": []}
        with db.read() as session:
            found = calls.of_member(session, args["member"])
        at = datetime.fromisoformat(args["at"])
        for call in found:
            if call.status == calls.WAITING:
                segments = self.check.transcribe(call.media)
                violations = call_check.check(segments, self.check.finds)
                with db.write() as session:
                    calls.keep_check(session, call.id, segments, violations, at)
        with db.read() as session:
            return {"checked": list(calls.checked_at(session, args["member"], at))}
