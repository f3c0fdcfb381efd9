"""How a flow's operations take effect within one transaction: the effects of a run.

Reads get the session; effects get it and who acts, as they are now. What effects change is recorded for 撤回; one that
raises Changed has changed nothing, and the flow is given the reason. Messages become outbox rows; what goes to somebody
else waits for a time when that person may be disturbed (`WorkingTime.for_others_at`). Signals that begin with what was
changed are told after it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation import Ask, Execute, Query, Waiting
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.turn.run_stack import RunRow
from bot.turn.signals import by_winning, tell_of
from bot.wording import turn as wording
from config.policy import Policy
from sales.errors import Changed, Reason
from sales.signals import Occurrence
from scheduler import signal_clock
from scheduler.working_time import WorkingTime
from storage.changes import Change, recording
from storage.conversations import ChangeSet
from storage.statements import execute, table_of


@dataclass(frozen=True)
class Stale:
    """What an effect comes back with that was not carried out: what it was about is no longer as the conversation saw
    it, or no longer the speaker's to act on. Such a conflict is an answer, not a failure."""

    reason: Reason

    @property
    def text(self) -> str:
        """The reason as a sentence for the person."""
        return wording.REASONS[self.reason]


class TurnEffects:
    """Performs operations of `run` in `session` at `now` for `speaker`, answering at `address` (None: where the person
    is)."""

    def __init__(
        self,
        session: Session,
        run: RunRow,
        speaker: Speaker,
        policy: Policy,
        working_time: WorkingTime,
        now: datetime,
        address: tuple[str, str] | None,
        cause: str,
    ) -> None:
        self.session = session
        self.run = run
        self.run_id = run.id
        self._speaker = speaker
        self._policy = policy
        self._working_time = working_time
        self._now = now
        self._address = address
        self._cause = cause
        self._changes: list[Change] = []
        self._begun: list[Occurrence] = []  # signals that nobody was told of yet
        self._earned: list[Message] = []  # points that nobody was told of yet

    def query(self, operation: Query[Any]) -> Any:
        return operation.query(self.session, *operation.args, **operation.named)

    def execute(self, operation: Execute[Any]) -> Any:
        access.hold_rights(self.session, self._speaker)
        with recording(self.session) as changes:
            try:
                result = operation.effect(self.session, self._speaker, *operation.args, **operation.named)
            except Changed as changed:
                result = Stale(changed.reason)
        if isinstance(result, Stale) and changes:
            raise RuntimeError(f"{operation.key} was refused ({result.reason}) after it had changed something")
        speaker = self._speaker
        told, given = by_winning(self.session, self._policy, changes, speaker.name, speaker.id, self._now)
        self._earned += told
        self._changes += [*changes, *given]
        self._begun += signal_clock.after(self.session, self._policy, changes, self._now)
        return result

    def keep_meanwhile(self, waiting: Waiting | None) -> None:
        """Keep what was told so far while its question waits: it is undone with the run, not as a change of its own."""
        keeps = waiting.operation.keeps if waiting is not None and isinstance(waiting.operation, Ask) else None
        if keeps is None:
            return
        access.hold_rights(self.session, self._speaker)
        with suppress(Changed):
            keeps(self.session, self._speaker, self.run_id, self._now)

    def now(self) -> datetime:
        return self._now

    def say(self, message: Message) -> None:
        self.put(message)

    def put(self, message: Message, step: int | None = None) -> None:
        """Say `message`; with `step` it is the question of that step."""
        if message.to is None:
            outbox.put(
                self.session,
                self.run.conversation_id,
                message,
                self._now,
                address=self._address,
                run_id=self.run_id,
                step=step,
                cause=self._cause,
            )
            return
        outbox.put(
            self.session,
            inbox.conversation_of_member(self.session, message.to),
            message,
            self._now,
            run_id=self.run_id,
            step=step,
            cause=self._cause,
            not_before=self._working_time.for_others_at(self._now, f"{message.to}"),
        )

    def tell_signals(self) -> None:
        """Tell of the signals that have begun with what the run did in this turn, and of the points earned by it."""
        begun, self._begun = self._begun, []
        earned, self._earned = self._earned, []
        for message in earned:
            self.put(message)
        for message in tell_of(self.session, self._policy, begun, self._speaker.id, self.run_id, self._now):
            self.put(message)

    def keep_change_set(self, member_id: int | None) -> None:
        """Keep what the run has changed in this turn, so that it can be taken back."""
        if not self._changes or member_id is None:
            return
        changes = [change.as_json() for change in self._changes]
        kept = execute(self.session, _CHANGE_SET, {"run": self.run_id}).first() if self.run.journal else None
        if kept is None:
            values = {"run_id": self.run_id, "member_id": member_id, "flow": self.run.flow}
            execute(self.session, _KEEP, {**values, "at": self._now, "changes": changes})
        else:
            execute(self.session, _EXTEND, {"change_set": kept.id, "at": self._now, "changes": kept.changes + changes})
        self._changes = []


_CHANGE_SETS = table_of(ChangeSet)
_CHANGE_SET = select(_CHANGE_SETS.c.id, _CHANGE_SETS.c.changes).where(_CHANGE_SETS.c.run_id == bindparam("run"))
_KEEP = insert(_CHANGE_SETS)
_EXTEND = update(_CHANGE_SETS).where(_CHANGE_SETS.c.id == bindparam("change_set"))
