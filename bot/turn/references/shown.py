"""What was listed to the person lately, so that 第二个, 下一个 and a bare number mean one of it."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot import access
from bot.conversation import decode, standing
from bot.turn.context import TurnContext
from bot.turn.references.topic import FRESH
from bot.wording.turn import END_OF_LIST
from nlu.asking import places
from sales import customers
from sales.reminders import ReminderFact
from storage.conversations import Outbox, Run

LISTING_LIMITS = ("query_overdue", "my_tasks")
PUTTING_OFF = ("snooze", "undo")
OF_ONE = frozenset(  # flows that look at one customer of a list, or do something with it
    {"customer_info", "log_followup", "add_to_record", "name_decider", "decision_chain", "advance_stage", "snooze"}
    | {"need_support", "answer_support", "hold_deal", "instruct", "undo"}
)
UNASKED = frozenset({"nudge", "alert", "prompt"})  # kinds of messages that come between
STANDS = "现在什么情况"  # what a place alone asks
LIST, READ = 2, 20  # customers that make a list, messages looked through for one
LISTING = "my_reminders"  # the flow that lists reminders


def reminders_shown(session: Session, conversation_id: int, now: datetime) -> tuple[int, ...]:
    """The reminders (ids) listed last in the conversation, as they were numbered; () if none were lately."""
    where = (col(Run.conversation_id) == conversation_id, col(Run.flow) == LISTING, col(Run.opened_at) >= now - FRESH)
    journal = session.execute(select(col(Run.journal)).where(*where).order_by(col(Run.id).desc()).limit(1)).scalar()
    for _tag, key, value in standing(journal or []):
        if key == "found":
            found = decode(value)
            return tuple(known.id for known in found if isinstance(known, ReminderFact))
    return ()


def limits_shown(session: Session, own_run: int, now: datetime) -> bool:
    """Whether the deals near their limit were listed in the conversation of a run lately, and nothing else since."""
    conversation = session.get_one(Run, own_run).conversation_id
    where = (col(Run.conversation_id) == conversation, col(Run.id) < own_run, col(Run.opened_at) >= now - FRESH)
    flows = session.execute(select(col(Run.flow)).where(*where).order_by(col(Run.id).desc())).scalars()
    return next((flow for flow in flows if flow not in PUTTING_OFF), None) in LISTING_LIMITS


def reminder_at(session: Session, own_run: int, place: int, now: datetime) -> int | None:
    """The reminder at this place (from 1, -1 the last) of the list shown in the conversation of a run."""
    conversation = session.get_one(Run, own_run).conversation_id
    shown = reminders_shown(session, conversation, now)
    index = place - 1 if place > 0 else place
    return shown[index] if -len(shown) <= index < len(shown) else None


def of_place(context: TurnContext, text: str) -> str | None:
    """Words about one of several customers by its place in the list shown last (第二个下午跟, 下一个), with the
    customer's name instead, which alone asks how it stands; "" where the list has no such place. None for other words,
    or where no such list was shown lately."""
    said = places.place_in_list(text)
    listed = _list_shown(context) if said is not None else None
    if said is None or listed is None:
        return None
    names, at = listed
    index = said.number - 1 if said.number > 0 else len(names) + said.number
    if said.relative:
        index = max(at + said.number, 0) if at is not None else 0
    return f"{names[index]}{said.rest or STANDS}" if index < len(names) else ""


def _list_shown(context: TurnContext) -> tuple[list[str], int | None] | None:
    """The customers of the newest list, and the place of the one that was looked at last since; None where the list is
    one of other things, or something else was shown after it."""
    since, at = {"conversation": context.conversation_id, "since": context.now - FRESH}, None
    later: list[str] = []
    for text, kind, flow in context.session.execute(_LATELY, since):
        heads = _heads(text)
        if (len(heads) >= LIST or _NUMBERED.search(text)) and flow not in OF_ONE:
            found = [customers.find(context.session, access.customers(context.speaker), head) for head in heads]
            if any(len(one) != 1 or one[0].near for one in found):
                return None
            names = [one[0].name for one in found]
            looked = next((shown for shown in later if any(name in shown for name in names)), "")
            at = max((place for place, name in enumerate(names) if name in looked), default=None)
            return names, at
        if flow not in OF_ONE and kind not in UNASKED and text != END_OF_LIST:
            return None
        later.append(text)
    return None


def _heads(text: str) -> list[str]:
    """What the lines of a list begin with, or the names that follow each other in one."""
    together = _TOGETHER.search(text)
    return together["names"].split("、") if together is not None else _HEAD.findall(text)


_HEAD = re.compile(r"^(?:\d+\. |·)([^\s(（:：·,，]+)", re.MULTILINE)
_NUMBERED = re.compile(r"^1\. ", re.MULTILINE)  # a list also of one
_TOGETHER = re.compile(r"家客户:(?P<names>[^:\n…]+、[^:\n…]+)")
_LATELY = (
    select(col(Outbox.text), col(Outbox.kind), col(Run.flow))
    .outerjoin(Run, col(Run.id) == col(Outbox.run_id))
    .where(col(Outbox.conversation_id) == bindparam("conversation"), col(Outbox.at) >= bindparam("since"))
    .where(col(Outbox.status) != "cancelled")
    .order_by(col(Outbox.id).desc())
    .limit(READ)
)
