"""What buttons open: each offer names its flow and carries that flow's parameters, by type.

The table of flows checks at start-up that each of these names the flow that declares it. Flow names and fields are
stored with every message that has such a button, so they stay: old buttons go on working. A flow that words open too
has no parameter that it must be given.
"""

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
    deal: int
    reason: str


@dataclass(frozen=True)
class ReopenDeal(Offer):
    """Go on with this won or lost deal, in the stage it was in before or in this one."""

    flow: ClassVar[str] = "reopen_deal"
    deal: int | None = None
    stage: str | None = None


@dataclass(frozen=True)
class DropReminders(Offer):
    """Drop the speaker's reminders about this customer that are still to come."""

    flow: ClassVar[str] = "drop_reminders"
    customer: int


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
class SetReminder(Offer):
    """A reminder, at a time still to be named."""

    flow: ClassVar[str] = "set_reminder"


@dataclass(frozen=True)
class PlanStep(Offer):
    """A reminder of what somebody said they are going to do (`what`), at this instant (ISO), for this customer; or of
    the next step with this deal, which is asked for."""

    flow: ClassVar[str] = "plan_step"
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
    reminder: int


@dataclass(frozen=True)
class Snooze(Offer):
    """Put off the nudge about this deal, or this reminder."""

    flow: ClassVar[str] = "snooze"
    deal: int | None = None
    reminder: int | None = None


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
class HoldDeal(Offer):
    """Give this deal more time."""

    flow: ClassVar[str] = "hold_deal"
    deal: int


@dataclass(frozen=True)
class DecideClaim(Offer):
    """The customer of this claim goes to the claimant (`granted`) or stays with its owner."""

    flow: ClassVar[str] = "decide_claim"
    claim: int
    granted: bool


@dataclass(frozen=True)
class DecideHandover(Offer):
    """The customer of this request goes to whom it was asked for (`granted`) or stays with its owner."""

    flow: ClassVar[str] = "decide_handover"
    request: int
    granted: bool


@dataclass(frozen=True)
class AnswerInstruction(Offer):
    """What a colleague wanted is `done`, or there is a problem with it."""

    flow: ClassVar[str] = "answer_instruction"
    instruction: int
    done: bool


@dataclass(frozen=True)
class AnswerSupport(Offer):
    """Tell the owner of this deal, who asked for support, what the leader says to it."""

    flow: ClassVar[str] = "answer_support"
    deal: int


@dataclass(frozen=True)
class ChangeContact(Offer):
    """Somebody else is to be spoken to about this deal."""

    flow: ClassVar[str] = "change_contact"
    deal: int


@dataclass(frozen=True)
class NameDecider(Offer):
    """Note who decides about this deal."""

    flow: ClassVar[str] = "name_decider"
    deal: int


@dataclass(frozen=True)
class AskAlong(Offer):
    """Ask the superior to come along to the customer of this deal, because of this signal."""

    flow: ClassVar[str] = "ask_along"
    deal: int
    signal: int | None = None


@dataclass(frozen=True)
class SendMaterial(Offer):
    """Send this material, for this deal, because of this signal."""

    flow: ClassVar[str] = "send_material"
    material: str
    deal: int
    signal: int | None = None


@dataclass(frozen=True)
class WhySignal(Offer):
    """Why the speaker was told of this signal."""

    flow: ClassVar[str] = "why_signal"
    signal: int | None = None


@dataclass(frozen=True)
class Undo(Offer):
    """Take back what this run changed."""

    flow: ClassVar[str] = "undo"
    run: int | None = None


@dataclass(frozen=True)
class Retry(Offer):
    """Handle this inbox message, which was set aside, once more."""

    flow: ClassVar[str] = "retry"
    inbox: int


@dataclass(frozen=True)
class Help(Offer):
    """What the bot can do for this person."""

    flow: ClassVar[str] = "help"


OFFERS: tuple[type[Offer], ...] = (
    LogFollowup,
    ExplainLoss,
    ReopenDeal,
    DropReminders,
    MyTasks,
    ShowCustomer,
    SetReminder,
    PlanStep,
    CancelReminder,
    DaysOffToo,
    Snooze,
    NeedSupport,
    OneByOne,
    HoldDeal,
    DecideClaim,
    DecideHandover,
    AnswerInstruction,
    AnswerSupport,
    ChangeContact,
    NameDecider,
    AskAlong,
    SendMaterial,
    WhySignal,
    Undo,
    Retry,
    Help,
)
