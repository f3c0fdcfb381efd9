"""One turn: a message is claimed, understood, routed, a flow goes on, and everything is committed at once.

1. `inbox.claim` takes the oldest open message of a conversation that nobody holds.
2. The words are understood, before any transaction, without regard to who speaks.
3. In one transaction: lock the conversation, identify the speaker, drop names outside the speaker's scope, let the
   `Turn` decide and act, mark the message handled under the lease's number.
4. A turn that fails is rolled back and tried again; after the third time the message is set aside, and the person is
   told and may have it tried once more. An exception never becomes silence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.turn.names import Reads
from bot.turn.turn import Heard, Rules, Turn
from bot.wording.offers import Retry
from nlu.understanding import Understanding
from scheduler.clock import Clock
from scheduler.sweep import Due
from storage.engine import Database

CONFLICT_TRIES = 3
LONGEST_TEXT = 4000
log = structlog.get_logger(__name__)


class Processor:
    """Handles messages, one turn each. `committed` is told after each turn, so that delivery need not poll."""

    def __init__(
        self,
        db: Database,
        rules: Rules,
        engine: Reads,
        clock: Clock,
        *,
        retry_in: timedelta = timedelta(seconds=2),
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._rules = rules
        self._engine = engine
        self._clock = clock
        self._retry_in = retry_in
        self._committed = committed

    def work_once(self) -> bool:
        """Handle one message; False where there is none to handle."""
        claim = inbox.claim(self._db)
        if claim is None:
            return False
        try:
            self._handle(claim)
        except inbox.LeaseLost as lost:
            log.warning("turn abandoned", message=claim.inbox_id, reason=str(lost))
        except Exception as error:
            log.exception("turn failed", message=claim.inbox_id, attempt=claim.attempts + 1)
            self._recover(claim, error)
        self._committed()
        return True

    def silence(self, session: Session, due: Due) -> None:
        """A question's time is up: its flow goes on with SILENCE (called by the sweep, in its transaction)."""
        for timer in due.timers:
            Turn(session, self._rules, self._clock.now(), self._understand).silence(
                inbox.conversation_of_member(session, due.member_id), timer.payload["run"], timer.payload["step"]
            )

    def _handle(self, claim: inbox.Claim) -> None:
        understanding = self._understand(claim.said.words)
        heard = Heard(
            claim.inbox_id, claim.conversation_id, claim.said, understanding, claim.channel, claim.address, claim.at
        )
        for attempt in range(1, CONFLICT_TRIES + 1):
            try:
                with self._db.write() as session:
                    inbox.lock(session, claim.conversation_id, claim.lease_no)
                    Turn(session, self._rules, self._clock.now(), self._understand).take(heard)
                    inbox.finish(session, claim, self._clock.now(), understanding.as_json())
                return
            except (StaleDataError, OperationalError):
                if attempt == CONFLICT_TRIES:
                    raise
                log.info("turn replayed after a conflict", message=claim.inbox_id)

    def _understand(self, text: str, meaning: str | None = None) -> Understanding:
        if not text.strip() or len(text) > LONGEST_TEXT:
            return Understanding("out_of_scope", 1.0, {}, {}, text=text)
        return self._engine.parse(text, self._clock.now().astimezone(self._rules.policy.zone), meaning)

    def _recover(self, claim: inbox.Claim, error: Exception) -> None:
        try:
            if inbox.failed(self._db, claim, repr(error), self._retry_in):
                with self._db.write() as session:
                    self._apologise(session, claim)
        except inbox.LeaseLost:
            log.warning("the message is somebody else's now", message=claim.inbox_id)

    def _apologise(self, session: Session, claim: inbox.Claim) -> None:
        inbox.set_aside(session, claim.inbox_id, self._clock.now())
        quote = claim.said.words[:20]
        again = Choice("再试一次", opens=Retry(claim.inbox_id))
        words = (
            f"刚才这句我没处理成:「{quote}」。原话我留着,没有丢。" if quote else "刚才那一下我没处理成,已经留了记录。"
        )
        address = (claim.channel, claim.address) if claim.address else None
        outbox.put(
            session,
            claim.conversation_id,
            Message(words, (again,)),
            self._clock.now(),
            address=address,
            cause=f"inbox:{claim.inbox_id}",
        )
