"""What anybody is offered about practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class Practise(Offer):
    """Practise: this scenario, or one for this industry, role (parted by 、) and objection. `other`: another than the
    scenario. `focus` is the dimension to work on."""

    flow: ClassVar[str] = "practise"
    scenario: str | None = None
    other: bool = False
    industry: str = ""
    buyer_role: str = ""
    objection: str | None = None
    focus: str | None = None


@dataclass(frozen=True)
class ShowDrill(Offer):
    """Show a drill: its card, or what was said (`transcript`)."""

    flow: ClassVar[str] = "show_drill"
    drill: int | None = None
    transcript: bool = False


@dataclass(frozen=True)
class PlayDrill(Offer):
    """Play the recorded answers of a drill."""

    flow: ClassVar[str] = "play_drill"
    drill: int


@dataclass(frozen=True)
class KeepRecordings(Offer):
    """Keep the recordings of one's drills from now on, or not."""

    flow: ClassVar[str] = "keep_recordings"
    keep: bool | None = None


@dataclass(frozen=True)
class ShowWeights(Offer):
    """Show what each dimension of a drill counts, or have the `default` again."""

    flow: ClassVar[str] = "drill_weights"
    default: bool | None = None


@dataclass(frozen=True)
class AppealDrill(Offer):
    """Ask a person to look at the score of this drill again, or of one's latest."""

    flow: ClassVar[str] = "appeal_drill"
    drill: int | None = None


@dataclass(frozen=True)
class SettleAppeal(Offer):
    """Settle an appeal: another score (which is asked for), or the score stays."""

    flow: ClassVar[str] = "settle_appeal"
    answers: ClassVar[bool] = True
    appeal: int
    granted: bool


@dataclass(frozen=True)
class DrillHistory(Offer):
    """Show one's own drills, or those of this member."""

    flow: ClassVar[str] = "drill_history"
    member: int | None = None
