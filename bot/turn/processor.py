"""One message: claimed, prepared, handled, and everything committed at once.

1. `inbox.claim` takes the oldest open message of a conversation that nobody holds.
2. `prepare` fetches media and reads the words, before any transaction.
3. In one transaction: lock the conversation, identify the speaker, let the `turn` decide and act, mark the message
   handled under the lease's number. If the turn needs more words read, they are read outside and it is run again.
4. A turn that fails is rolled back and tried again, as is one whose process died. After the third try the message is
   set aside and its author is told, with a button to try once more: neither an exception nor a death becomes silence.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Lock

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.messaging.inbound import Media
from bot.turn import contents, questions, turn
from bot.turn.context import TurnContext
from bot.turn.names import Reads
from bot.turn.prepare import Fetch, NotRead, Prepared, Preparer
from bot.turn.rules import Rules
from bot.turn.runs import ASK_TIMEOUT
from bot.wording import turn as wording
from bot.wording.offers import Retry
from scheduler.clock import Clock
from scheduler.sweep import CONFLICT_TRIES, Due, Kinds
from speech.heard import Hearing
from storage.engine import Database
from storage.media import MediaStore

WAITS = timedelta(seconds=2)  # at most, before it is looked again whether a step has been done
APART = timedelta(seconds=30)  # for which a voice message is held at a time: who has died holds it no longer
log = structlog.get_logger(__name__)


class Processor:
    """Handles messages, one turn each. `committed` is called after each turn, so that delivery need not poll."""

    def __init__(
        self,
        db: Database,
        rules: Rules,
        engine: Reads,
        clock: Clock,
        fetch: Fetch,
        store: MediaStore,
        *,
        kind_of_list: Callable[[Media], str] = lambda media: "",
        retry_in: timedelta = timedelta(seconds=2),
        committed: Callable[[], None] = lambda: None,
        hearing: Hearing | None = None,
    ) -> None:
        self._db = db
        self._rules = rules
        self._clock = clock
        listener = contents.Listener(db, store, hearing) if hearing is not None else None
        self._preparer = Preparer(db, engine, clock, rules.policy, fetch, store, kind_of_list, listener)
        self._retry_in = retry_in
        self._committed = committed
        self._to_be_heard: SimpleQueue[inbox.Claim] | None = None
        self._apart: dict[int, inbox.Claim] = {}  # voice messages that wait or are being heard
        self._keeping = Lock()

    def work_once(self) -> bool:
        """Handle one message; False if there is none to handle."""
        claim = inbox.claim(self._db)
        if claim is None:
            return False
        if self._to_be_heard is not None and not claim.is_spent and self._preparer.is_to_be_heard(claim):
            self._leave_to_listeners(claim, self._to_be_heard)
            return True
        return self._handle_claimed(claim)

    def _leave_to_listeners(self, claim: inbox.Claim, waiting: SimpleQueue[inbox.Claim]) -> None:
        try:
            inbox.hold(self._db, claim, APART)
        except inbox.LeaseLost as lost:
            log.warning("turn abandoned", message=claim.inbox_id, reason=str(lost))
        else:
            self._apart[claim.inbox_id] = claim
            waiting.put(claim)
            self._committed()

    def hear_apart(self) -> None:
        """From now on voice messages are left to `hear_once`: chat goes on while they are heard."""
        self._to_be_heard = SimpleQueue()

    def hear_once(self) -> bool:
        """Handle one of the voice messages that were claimed; False if there is none. What waited so long that somebody
        else has claimed it is left."""
        try:
            claim = self._to_be_heard.get_nowait() if self._to_be_heard is not None else None
        except Empty:
            return False
        return claim is not None and self._handle_claimed(claim)

    def keep_apart(self) -> bool:
        """Hold the voice messages that wait or are being heard on; there is never more to do at once."""
        for claim in [*self._apart.values()]:
            with self._keeping, suppress(inbox.LeaseLost):
                if claim.inbox_id in self._apart:
                    inbox.hold(self._db, claim, APART)
        return False

    def _prepare(self, claim: inbox.Claim) -> Prepared:
        try:
            return self._preparer.prepare(claim)
        finally:
            with self._keeping:  # what is prepared is handled at once, and then held by nobody
                self._apart.pop(claim.inbox_id, None)

    def _handle_claimed(self, claim: inbox.Claim) -> bool:
        try:
            if claim.is_spent:
                log.error("the process died at each try", message=claim.inbox_id, tries=claim.attempt - 1)
                self._give_up(claim)
            else:
                self._handle(claim, self._prepare(claim))
        except inbox.LeaseLost as lost:
            log.warning("turn abandoned", message=claim.inbox_id, reason=str(lost))
        except questions.waiting_words.StillAtWork:
            with suppress(inbox.LeaseLost):
                inbox.wait(self._db, claim, WAITS)
        except Exception as error:
            log.exception("turn failed", message=claim.inbox_id, attempt=claim.attempt)
            self._recover(claim, error)
        self._committed()
        return True

    @property
    def timer_kinds(self) -> Kinds:
        """What happens when the time limit of a question has passed."""
        return {ASK_TIMEOUT: self.silence}

    def silence(self, session: Session, due: Due) -> None:
        """Go on with flows whose questions have timed out (called by the sweep, in its transaction)."""
        turn.silence(session, self._rules, due)

    def still_working(self, job_id: int) -> None:
        """Tell the person who waits for a slow step (a job's id) that it is still being worked on."""
        with self._db.write() as session:
            turn.say_still_working(session, self._rules, job_id, self._clock.now())
        self._committed()

    def _handle(self, claim: inbox.Claim, prepared: Prepared) -> None:
        conflicts = 0
        while True:
            try:
                return self._turn(claim, prepared)
            except NotRead as missing:
                reading = self._preparer.read(missing.text, missing.at or prepared.at, missing.intent)
                prepared.readings.keep(reading, missing.text, missing.intent, missing.at)
            except (StaleDataError, OperationalError):
                conflicts += 1
                if conflicts == CONFLICT_TRIES:
                    raise
                log.info("turn replayed after a conflict", message=claim.inbox_id)

    def _turn(self, claim: inbox.Claim, prepared: Prepared) -> None:
        now = self._clock.now()
        address = (claim.channel, claim.address) if claim.address else None
        cause = f"inbox:{claim.inbox_id}"
        with self._db.write() as session:
            if not self._db.is_sqlite:  # on SQLite the transaction is alone, and `finish` checks the lease
                inbox.lock(session, claim.conversation_id, claim.lease_no)
            context = TurnContext.of(
                session, self._rules, now, claim.conversation_id, cause, address, prepared.readings
            )
            if prepared.trouble and prepared.list_kind != contents.TOO_LARGE:
                context.say(prepared.trouble)
            else:
                turn.handle(context, prepared.said, list_kind=prepared.list_kind, refusal=prepared.trouble)
            inbox.finish(session, claim, now, prepared.understanding.as_json())

    def _recover(self, claim: inbox.Claim, error: Exception) -> None:
        try:
            if inbox.failed(self._db, claim, repr(error), self._retry_in):
                self._give_up(claim)
        except inbox.LeaseLost:
            log.warning("the message is somebody else's now", message=claim.inbox_id)

    def _give_up(self, claim: inbox.Claim) -> None:
        """Set the message aside and tell its author. Raises LeaseLost."""
        now = self._clock.now()
        again = Choice("再试一次", opens=Retry(claim.inbox_id))
        with self._db.write() as session:
            inbox.lock(session, claim.conversation_id, claim.lease_no)
            inbox.set_aside(session, claim.inbox_id, now)
            outbox.put(
                session,
                claim.conversation_id,
                Message(wording.not_handled(claim.said.words if claim.said else ""), (again,)),
                now,
                address=(claim.channel, claim.address) if claim.address else None,
                cause=f"inbox:{claim.inbox_id}",
            )
