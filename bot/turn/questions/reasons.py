"""Words right after a tap that decided something: the reason for it (再给两天 … 马总出差了,周五回来), no new matter."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot import access
from bot.conversation import decode, standing
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import customers, gates, slot_values
from sales.stages import Held
from sales.teamwork import handover
from storage.conversations import Inbox, Run

TOLD = "reason_told"  # the intent of words that give a reason
DECIDES = ("hold_deal", "decide_override", "decide_handover")  # flows of buttons with which a leader decides something
LATELY = timedelta(minutes=5)
SHORTEST = 4  # characters of a reason
MAY_BE = frozenset({REFUSAL, belonging.REPORT, "find_script"})  # what reasons may be taken for
REPORTS = frozenset({"method", "occurred_on", "amount"})  # slots of words that are a report of the speaker's own


def gives_reason(context: TurnContext, text: str, meant: Understanding) -> bool:
    """Whether the words give the reason of what the speaker just decided by a button."""
    if not context.speaker.leads or len(text.strip()) < SHORTEST or text.rstrip().endswith(("?", "？", "吗")):
        return False
    if meant.intent not in MAY_BE and meant.confidence >= belonging.CLEAR:
        return False
    about = decided(context.session, context.conversation_id, context.now)
    if about is None or about[1] == context.speaker.id or not REPORTS.isdisjoint(meant.slots):
        return False
    named = slot_values.words(meant.slots, "customer")
    scope = access.customers(context.speaker)
    return all(about[0] in {one.name for one in customers.find(context.session, scope, words)} for words in named)


def decided_before(session: Session, own_run: int, now: datetime) -> tuple[str, int] | None:
    """As `decided`, before a run."""
    return decided(session, session.get_one(Run, own_run).conversation_id, now, own_run)


def decided(
    session: Session, conversation_id: int, now: datetime, own_run: int | None = None
) -> tuple[str, int] | None:
    """The customer that the last tap of the conversation decided on, and who was told of it; None if the last thing
    was no such tap, or is long ago."""
    where = [col(Run.conversation_id) == conversation_id, *([col(Run.id) < own_run] if own_run is not None else [])]
    run = session.exec(select(Run).where(*where).order_by(col(Run.id).desc()).limit(1)).first()
    if run is None or run.flow not in DECIDES or run.status != "done" or now - run.opened_at > LATELY:
        return None
    heard = select(Inbox.said).where(col(Inbox.conversation_id) == conversation_id).order_by(col(Inbox.id).desc())
    before = session.exec(heard.offset(1).limit(1)).first()
    if before is None or not before.get("tap"):
        return None
    for _tag, _key, value in reversed(standing(run.journal)):
        match decode(value) if isinstance(value, dict) and "$" in value else None:
            case Held(deal=deal):
                return deal.customer, deal.owner_id
            case gates.requests.RequestFact(deal=deal, asked_by_id=asked_by):
                return deal.customer, asked_by
            case handover.RequestFact(customer=customer, asked_by_id=asked_by):
                return customer, asked_by
    return None
