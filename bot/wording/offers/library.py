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
    """Look for this in the library, for these industries and roles (parted by 、) and this budget (分), of these
    `kinds` only; show `count` hits from place `skip`. It is asked with this customer and deal in mind. It `must` be
    for the industry or role: where the library knows none such, nothing fits."""

    flow: ClassVar[str] = "find_script"
    query: str | None = None
    industry: str = ""
    buyer_role: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    skip: int = 0
    count: int = 1
    customer: int | None = None
    deal: int | None = None
    kinds: str | None = None
    must: bool | None = None

    def at(self, skip: int, count: int) -> FindScripts:
        """The same question, further on."""
        return replace(self, skip=skip, count=count)


@dataclass(frozen=True)
class RateScript(Offer):
    """This item was of use, or not, with this customer and deal."""

    flow: ClassVar[str] = "rate_script"
    code: str
    useful: bool
    customer: int | None = None
    deal: int | None = None


@dataclass(frozen=True)
class PrepareVisit(Offer):
    """What helps in meeting somebody: `query` says whom, `product` what the deal is about, the rest is as in
    FindScripts."""

    flow: ClassVar[str] = "visit_kit"
    query: str | None = None
    industry: str = ""
    buyer_role: str = ""
    budget_from: int | None = None
    budget_to: int | None = None
    product: str | None = None


@dataclass(frozen=True)
class ShowScript(Offer):
    """Show this item in full."""

    flow: ClassVar[str] = "show_script"
    code: str


@dataclass(frozen=True)
class ReviewScript(Offer):
    """Say of this item whether it holds: `holds`, `change` or `retire`; without one, of those that are due."""

    flow: ClassVar[str] = "review_script"
    answers: ClassVar[bool] = True
    code: str | None = None
    verdict: str | None = None


@dataclass(frozen=True)
class RequireScript(Offer):
    """Every new hire is to learn this item, or needs to no more."""

    flow: ClassVar[str] = "require_script"
    answers: ClassVar[bool] = True
    code: str
    wanted: bool


@dataclass(frozen=True)
class LearnScript(Offer):
    """What a new hire learns next: after this item, which is learnt (`done`) or is left for later; or all of it at a
    glance (`everything`)."""

    flow: ClassVar[str] = "learning_path"
    code: str | None = None
    done: bool = False
    everything: bool = False


@dataclass(frozen=True)
class WantScript(Offer):
    """Nothing answers this question, asked for these industries, roles and this budget: it is wanted."""

    flow: ClassVar[str] = "want_script"
    query: str
    industry: str = ""
    buyer_role: str = ""
    budget_from: int | None = None
    budget_to: int | None = None


@dataclass(frozen=True)
class ShowWanted(Offer):
    """What is wanted most."""

    flow: ClassVar[str] = "wanted_scripts"


@dataclass(frozen=True)
class Contribute(Offer):
    """Give a script to the library: a new one, better words for one that was returned, or what answers a question that
    is wanted."""

    flow: ClassVar[str] = "contribute_script"
    again: int | None = None
    wanted: int | None = None


@dataclass(frozen=True)
class DecideContribution(Offer):
    """Let a contributed script into the library, or return it."""

    flow: ClassVar[str] = "decide_contribution"
    contribution: int
    granted: bool


@dataclass(frozen=True)
class ShowPoints(Offer):
    """One's own points."""

    flow: ClassVar[str] = "my_progress"


@dataclass(frozen=True)
class Redeem(Offer):
    """Redeem points for this reward, or see which there are."""

    flow: ClassVar[str] = "redeem_points"
    answers: ClassVar[bool] = True
    reward: str | None = None


@dataclass(frozen=True)
class DecideRedemption(Offer):
    """Grant somebody the reward that they asked for, or not."""

    flow: ClassVar[str] = "decide_redemption"
    redemption: int
    granted: bool
