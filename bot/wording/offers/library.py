"""What anybody is offered of the script library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class PlayItem(Offer):
    """Play, show or send what belongs to this item of the library."""

    flow: ClassVar[str] = "play_item"
    code: str


@dataclass(frozen=True)
class FillLibrary(Offer):
    """Take the file of this message for what it is meant: customers, scripts, recording."""

    flow: ClassVar[str] = "fill_library"
    inbox: int | None = None
    meant: str = ""


@dataclass(frozen=True)
class DecideRecording(Offer):
    """Let this recording into the library, or not."""

    flow: ClassVar[str] = "decide_recording"
    answers: ClassVar[bool] = True
    recording: int
    granted: bool


@dataclass(frozen=True)
class TakeBackScripts(Offer):
    """Take this import into the library back, or the speaker's last one."""

    flow: ClassVar[str] = "take_back_scripts"
    batch: int | None = None


@dataclass(frozen=True)
class FindScripts(Offer):
    """Look for this in the library, for these industries and roles (parted by 、) and this budget (分); show `count`
    hits from place `skip`."""

    flow: ClassVar[str] = "find_script"
    query: str | None = None
    industry: str = ""
    buyer_role: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    skip: int = 0
    count: int = 1

    def at(self, skip: int, count: int) -> FindScripts:
        """The same question, further on."""
        return replace(self, skip=skip, count=count)
