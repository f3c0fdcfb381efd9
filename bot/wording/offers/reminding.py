"""What is offered about reminders and steps that are planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class DropReminders(Offer):
    """Drop the speaker's reminders about this customer that are still to come."""

    flow: ClassVar[str] = "drop_reminders"
    customer: int


@dataclass(frozen=True)
class SetReminder(Offer):
    """A reminder, at a time still to be named."""

    flow: ClassVar[str] = "set_reminder"


@dataclass(frozen=True)
class PlanStep(Offer):
    """A reminder of what somebody said they are going to do (`what`), at this instant (ISO), for this customer; or of
    the next step with this deal, which is asked for."""

    flow: ClassVar[str] = "plan_step"
    answers: ClassVar[bool] = True
    at: str | None = None
    what: str | None = None
    customer: int | None = None
    deal: int | None = None


@dataclass(frozen=True)
class CancelReminder(Offer):
    """This reminder is not wanted any more, or only its next time (`once`) is not."""

    flow: ClassVar[str] = "cancel_reminder"
    reminder: int | None = None
    once: bool | None = None


@dataclass(frozen=True)
class DaysOffToo(Offer):
    """This reminder, which repeats, comes on days off too."""

    flow: ClassVar[str] = "days_off_too"
    answers: ClassVar[bool] = True
    reminder: int


@dataclass(frozen=True)
class Snooze(Offer):
    """Put off the nudge about this deal, or this reminder."""

    flow: ClassVar[str] = "snooze"
    answers: ClassVar[bool] = True
    deal: int | None = None
    reminder: int | None = None
