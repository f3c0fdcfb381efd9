"""What one turn knows: who speaks, where and when, by which rules, within which transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from bot.access import Speaker
from bot.conversation.attachments import Attachment
from bot.conversation.messages import Choice, Message
from bot.messaging import outbox
from bot.messaging.inbound import Media
from bot.turn import run_stack, situation
from bot.turn.effects import TurnEffects
from bot.turn.prepare import Readings
from bot.turn.rules import Rules
from bot.turn.run_stack import RunRow
from bot.turn.situation import Situation
from bot.turn.undo import unfinished
from bot.turn.undo.lately import Lately

Address = tuple[str, str]  # (channel, address)


@dataclass(frozen=True)
class TurnContext:
    """`cause` says what the turn answers (`inbox:<id>`, `timer:…`); `address` is where an answer goes, None for
    wherever the person is; `spoken` is the voice message whose words are handled."""

    session: Session
    rules: Rules
    now: datetime
    conversation_id: int
    situation: Situation
    cause: str
    address: Address | None = None
    readings: Readings = field(default_factory=Readings)
    spoken: Media | None = None

    @classmethod
    def of(
        cls,
        session: Session,
        rules: Rules,
        now: datetime,
        conversation_id: int,
        cause: str,
        address: Address | None = None,
        readings: Readings | None = None,
    ) -> TurnContext:
        """The context of a turn in this conversation, with its situation as it is now."""
        found = situation.read(session, conversation_id, address)
        rules = rules.as_of(session) if found.limits_changed else rules
        return cls(session, rules, now, conversation_id, found, cause, address, readings or Readings())

    @property
    def speaker(self) -> Speaker:
        """Whose conversation it is: an active member, or a stranger."""
        return self.situation.speaker

    @cached_property
    def lately(self) -> Lately:
        """What the speaker had recorded before this turn."""
        return Lately(self.session, self.speaker.id, self.local_now)

    @property
    def local_now(self) -> datetime:
        """The time in the company's zone."""
        return self.now.astimezone(self.rules.policy.zone)

    def say(
        self,
        text: str,
        choices: Sequence[Choice] = (),
        image: str | None = None,
        attachments: tuple[Attachment, ...] = (),
    ) -> None:
        """Answer."""
        self.put(Message(text, tuple(choices), image=image, attachments=attachments))

    def put(self, message: Message) -> None:
        """Answer with this message."""
        outbox.put(self.session, self.conversation_id, message, self.now, address=self.address, cause=self.cause)

    def cancel(self, row: RunRow) -> None:
        """End a run before its flow has, with what was kept of what it was told."""
        run_stack.close(self.session, row, "cancelled")
        unfinished.withdraw(self.session, self.speaker.id, row.id, self.rules.policy, self.now)

    def effects_of(self, row: RunRow) -> TurnEffects:
        """How the operations of a run take effect in this turn."""
        rules = self.rules
        return TurnEffects(
            self.session, row, self.speaker, rules.policy, rules.working_time, self.now, self.address, self.cause
        )
