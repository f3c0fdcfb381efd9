"""What a member's messages have recorded lately: the one reading of it that a turn decides by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlmodel import Session

from bot.turn.undo import recorded
from bot.turn.undo.recorded import Recorded
from bot.turn.undo.reversing import live


@dataclass(frozen=True)
class Lately:
    """What the member's messages have recorded before `now`, when one of them is handled; nothing for a stranger
    (None). It is read once, when it is first asked for: what that message itself does later does not show."""

    session: Session
    member_id: int | None
    now: datetime

    @cached_property
    def things(self) -> list[Recorded]:
        """All of it, the newest first."""
        return [] if self.member_id is None else recorded.lately(self.session, live(self.session, self.member_id))

    def since(self, length: timedelta) -> list[Recorded]:
        """What was recorded so long ago at most, the newest first."""
        return [thing for thing in self.things if thing.at >= self.now - length]
