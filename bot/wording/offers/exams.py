"""What anybody is offered about the exam and what it unlocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class TakeExam(Offer):
    """Take the exam."""

    flow: ClassVar[str] = "take_exam"


@dataclass(frozen=True)
class ShowExam(Offer):
    """Show what was wrong in this exam, or in one's latest, after the first `skip`."""

    flow: ClassVar[str] = "show_exam"
    exam: int | None = None
    skip: int = 0


@dataclass(frozen=True)
class ExamProgress(Offer):
    """Show how far this member is, or the people one leads."""

    flow: ClassVar[str] = "exam_progress"
    member: int | None = None


@dataclass(frozen=True)
class HandInCall(Offer):
    """Hand in the recording that came with this message; without one, have those checked that wait, or hear how
    `another` is handed in."""

    flow: ClassVar[str] = "hand_in_call"
    inbox: int | None = None
    another: bool | None = None


@dataclass(frozen=True)
class ShowCall(Offer):
    """Show what was found and heard in a recorded call, after the first `skip` lines."""

    flow: ClassVar[str] = "show_call"
    call: int
    skip: int = 0


@dataclass(frozen=True)
class AppealCall(Offer):
    """Ask a person to look at what was found in this call, or in the latest in which something was."""

    flow: ClassVar[str] = "appeal_call"
    call: int | None = None


@dataclass(frozen=True)
class SettleCall(Offer):
    """Settle such an appeal: what was found does not count (`granted`), or it stays."""

    flow: ClassVar[str] = "settle_call"
    answers: ClassVar[bool] = True
    appeal: int
    granted: bool


@dataclass(frozen=True)
class AskUnlock(Offer):
    """Ask one's superior to unlock what was earned."""

    flow: ClassVar[str] = "ask_unlock"


@dataclass(frozen=True)
class RevokeUnlock(Offer):
    """Take away what this request had unlocked, or give it `back`."""

    flow: ClassVar[str] = "revoke_unlock"
    answers: ClassVar[bool] = True
    unlock: int | None = None
    back: bool | None = None


@dataclass(frozen=True)
class SettleUnlock(Offer):
    """Unlock what somebody has earned, or not yet."""

    flow: ClassVar[str] = "settle_unlock"
    answers: ClassVar[bool] = True
    unlock: int
    granted: bool
