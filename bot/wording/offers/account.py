"""What is offered about one's own records and the bot itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class Undo(Offer):
    """Take back what this run changed."""

    flow: ClassVar[str] = "undo"
    run: int | None = None


@dataclass(frozen=True)
class UndoImport(Offer):
    """Take this import back, or the speaker's last one."""

    flow: ClassVar[str] = "undo_import"
    batch: int | None = None


@dataclass(frozen=True)
class Retry(Offer):
    """Handle this inbox message, which was set aside, once more."""

    flow: ClassVar[str] = "retry"
    inbox: int


@dataclass(frozen=True)
class Help(Offer):
    """What the bot can do for this person."""

    flow: ClassVar[str] = "help"
