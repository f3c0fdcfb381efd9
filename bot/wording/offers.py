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
    request: int | None = None
    granted: bool | None = None


@dataclass(frozen=True)
class ShowFile(Offer):
    """This file, or the files of this customer."""

    flow: ClassVar[str] = "show_files"
    file: int | None = None
    customer: int | None = None


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
class SetReminder(Offer):
    """A reminder, at a time still to be named."""

    flow: ClassVar[str] = "set_reminder"


@dataclass(frozen=True)
class PlanStep(Offer):
    """A reminder of what somebody said they are going to do (`what`), at this instant (ISO), for this customer."""

    flow: ClassVar[str] = "plan_step"
    at: str | None = None
    what: str | None = None
    customer: int | None = None


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
class Acknowledge(Offer):
    """The leader has taken note of the alert about this deal, or of all alerts."""

    flow: ClassVar[str] = "acknowledge"
    deal: int | None = None


@dataclass(frozen=True)
class Assign(Offer):
    """Give this deal, with its customer, to this colleague, or to one still to be chosen."""

    flow: ClassVar[str] = "assign"
    deal: int
    to: int | None = None


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
class AnswerStep(Offer):
    """The step that this follow-up promised is put off: it did not take place (`missed`), or not yet."""

    flow: ClassVar[str] = "answer_step"
    followup: int
    missed: bool


@dataclass(frozen=True)
class AnswerSupport(Offer):
    """Tell the owner of this deal, who asked for support, what the leader says to it."""

    flow: ClassVar[str] = "answer_support"
    deal: int


@dataclass(frozen=True)
class AnswerTicket(Offer):
    """The department's answer at this step of a ticket: these words, or what is then said."""

    flow: ClassVar[str] = "answer_ticket"
    step: int
    words: str | None = None


@dataclass(frozen=True)
class PassTicket(Offer):
    """Pass the ticket of this step on to this department, or to one that is then named, with these words."""

    flow: ClassVar[str] = "pass_ticket"
    step: int
    department: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class AskBack(Offer):
    """Ask the owner of the ticket that is at this step: these words, or what is then said."""

    flow: ClassVar[str] = "ask_back"
    step: int
    words: str | None = None


@dataclass(frozen=True)
class ReplyTicket(Offer):
    """Answer what the department asked at this step: these words, or what is then said."""

    flow: ClassVar[str] = "reply_ticket"
    step: int
    words: str | None = None


@dataclass(frozen=True)
class CloseTicket(Offer):
    """The ticket is solved, or not yet: then it goes back, with these words or what is then said."""

    flow: ClassVar[str] = "close_ticket"
    ticket: int
    solved: bool
    words: str | None = None


@dataclass(frozen=True)
class DropTicket(Offer):
    """The ticket is not needed any more."""

    flow: ClassVar[str] = "drop_ticket"
    ticket: int | None = None


@dataclass(frozen=True)
class UrgeTicket(Offer):
    """Tell whoever has the ticket in hand that it is waited for, in these words where somebody said them."""

    flow: ClassVar[str] = "urge_ticket"
    ticket: int
    words: str | None = None


@dataclass(frozen=True)
class ShowTickets(Offer):
    """How this ticket stands, or which there are."""

    flow: ClassVar[str] = "my_tickets"
    ticket: int | None = None


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
class UrgeReports(Offer):
    """Ask those led by the speaker who have not reported of this day (ISO date; today) once more."""

    flow: ClassVar[str] = "urge_reports"
    day: str | None = None


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


OFFERS: tuple[type[Offer], ...] = (
    LogFollowup,
    ExplainLoss,
    ReopenDeal,
    AnswerGate,
    DecideOverride,
    ShowFile,
    DropReminders,
    MyTasks,
    ShowCustomer,
    ShowChain,
    NameDecider,
    SetReminder,
    PlanStep,
    CancelReminder,
    DaysOffToo,
    Snooze,
    NeedSupport,
    OneByOne,
    HoldDeal,
    Acknowledge,
    Assign,
    DecideClaim,
    DecideHandover,
    AnswerInstruction,
    AnswerStep,
    AnswerSupport,
    AnswerTicket,
    PassTicket,
    AskBack,
    ReplyTicket,
    CloseTicket,
    DropTicket,
    UrgeTicket,
    ShowTickets,
    ReportAction,
    UrgeReports,
    Undo,
    UndoImport,
    Retry,
    Help,
)
