"""What reps are offered: about their deals, customers, and the people there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.conversation.messages import Offer


@dataclass(frozen=True)
class LogFollowup(Offer):
    """Log how it went with this deal, or with this customer where the deal is not settled; or once more what this
    follow-up says (`again`). Where the words of the opening tell how it went (`tells`), that is not asked."""

    flow: ClassVar[str] = "log_followup"
    deal: int | None = None
    customer: int | None = None
    again: int | None = None
    tells: bool | None = None


@dataclass(frozen=True)
class ExplainLoss(Offer):
    """This lost deal was lost for this reason (a key of policy's objections)."""

    flow: ClassVar[str] = "loss_reason"
    answers: ClassVar[bool] = True
    deal: int
    reason: str


@dataclass(frozen=True)
class ReopenDeal(Offer):
    """Go on with this won or lost deal, in the stage it was in before or in this one."""

    flow: ClassVar[str] = "reopen_deal"
    deal: int | None = None
    stage: str | None = None


@dataclass(frozen=True)
class ChangeAmount(Offer):
    """The sum of this deal is this one, in 分."""

    flow: ClassVar[str] = "change_amount"
    deal: int | None = None
    amount_fen: int | None = None


@dataclass(frozen=True)
class AnswerGate(Offer):
    """About this move, which waits for what its stage needs: let it in all the same (`override`; who may not asks who
    may), or leave the deal where it is."""

    flow: ClassVar[str] = "answer_gate"
    request: int | None = None
    override: bool | None = None


@dataclass(frozen=True)
class DecideOverride(Offer):
    """This move, which waits, is let in (`granted`) or is not."""

    flow: ClassVar[str] = "decide_override"
    answers: ClassVar[bool] = True
    request: int | None = None
    granted: bool | None = None


@dataclass(frozen=True)
class ShowFile(Offer):
    """This file, or the files of this customer."""

    flow: ClassVar[str] = "show_files"
    file: int | None = None
    customer: int | None = None


@dataclass(frozen=True)
class MyTasks(Offer):
    """What is due today."""

    flow: ClassVar[str] = "my_tasks"


@dataclass(frozen=True)
class ShowCustomer(Offer):
    """How this customer stands."""

    flow: ClassVar[str] = "customer_info"
    customer: int | None = None


@dataclass(frozen=True)
class ShowChain(Offer):
    """Who decides at this customer."""

    flow: ClassVar[str] = "decision_chain"
    customer: int


@dataclass(frozen=True)
class NameDecider(Offer):
    """Say who decides at this customer."""

    flow: ClassVar[str] = "name_decider"
    customer: int


@dataclass(frozen=True)
class NeedSupport(Offer):
    """Tell the superior what this deal needs."""

    flow: ClassVar[str] = "need_support"
    deal: int | None = None


@dataclass(frozen=True)
class OneByOne(Offer):
    """The speaker's overdue deals, a message each."""

    flow: ClassVar[str] = "one_by_one"


@dataclass(frozen=True)
class AnswerStep(Offer):
    """The step that this follow-up promised is put off: it did not take place (`missed`), or not yet."""

    flow: ClassVar[str] = "answer_step"
    answers: ClassVar[bool] = True
    followup: int
    missed: bool


@dataclass(frozen=True)
class ReportAction(Offer):
    """The most effective customer action of a day (ISO date) is this `text`, about this customer; or there was `none`.
    With neither, it is asked."""

    flow: ClassVar[str] = "daily_action"
    day: str | None = None
    text: str | None = None
    customer: int | None = None
    none: bool | None = None


@dataclass(frozen=True)
class ChangeContact(Offer):
    """Somebody else is to be spoken to about this deal."""

    flow: ClassVar[str] = "change_contact"
    answers: ClassVar[bool] = True
    deal: int


@dataclass(frozen=True)
class AskAlong(Offer):
    """Ask the superior to come along to the customer of this deal, because of this signal."""

    flow: ClassVar[str] = "ask_along"
    answers: ClassVar[bool] = True
    deal: int
    signal: int | None = None


@dataclass(frozen=True)
class SendMaterial(Offer):
    """Send this material, for this deal, because of this signal."""

    flow: ClassVar[str] = "send_material"
    answers: ClassVar[bool] = True
    material: str
    deal: int
    signal: int | None = None


@dataclass(frozen=True)
class WhySignal(Offer):
    """Why the speaker was told of this signal."""

    flow: ClassVar[str] = "why_signal"
    signal: int | None = None


@dataclass(frozen=True)
class KeepCall(Offer):
    """Keep the recording that came with this message with a customer."""

    flow: ClassVar[str] = "keep_call"
    inbox: int | None = None


@dataclass(frozen=True)
class PlayCall(Offer):
    """Play a recorded call with a customer."""

    flow: ClassVar[str] = "play_call"
    call: int


@dataclass(frozen=True)
class ShowCalls(Offer):
    """Show the recorded calls with a customer."""

    flow: ClassVar[str] = "show_calls"
    customer: int
