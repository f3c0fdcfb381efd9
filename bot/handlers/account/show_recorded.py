"""What was just recorded is shown as it is now. 你记成啥了 / 刚才记的给我看看 / 到底记了几条"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.topic import FRESH
from bot.turn.undo import recorded, reversing
from bot.turn.undo.recorded import LEAD, Recorded
from bot.wording.buttons import undo_button
from bot.wording.records import followup_lines, lead_lines
from bot.wording.undoing import thing_line
from config.policy import Policy
from nlu import corrections
from sales import followups
from sales.followups import Saved
from sales.reminders import ReminderFact
from sales.stages import Moved
from sales.teamwork.limit_changes import LimitBack

MOST = 4  # things that are shown


async def show_recorded(talk: Talk, opening: Opening) -> None:
    counts = corrections.counts(opening.text)
    things = await talk.query("things", newest, opening.speaker.member_id, opening.at, everything=counts)
    if not things:
        return await talk.say("刚才还没记下什么。要记跟进,直接说事就行。")
    lead = await talk.query("lead", topic.lead_before, opening.run, opening.at) if things[0].kind == LEAD else None
    number = len(things)
    head = f"刚才一共记了 {number} 条,没有重复" if counts and number == 1 else f"刚才一共记了 {number} 条"
    shown = "\n\n".join(in_full(talk.policy, thing, opening.at) for thing in things[:MOST])
    text = f"{head if counts else '刚才记的是'}:\n{shown if lead is None else lead_lines(talk.policy, lead)}"
    await talk.say(text, [undo_button(things[0].run_id)] if len({thing.run_id for thing in things}) == 1 else [])


def in_full(policy: Policy, thing: Recorded, now: datetime) -> str:
    """The record as its receipt showed it; anything else in a line."""
    if isinstance(thing.fact, Saved):
        return followup_lines(policy, thing.fact, now)
    return thing_line(policy, thing.flow, thing.customer, thing.fact, now)


def newest(session: Session, member_id: int, now: datetime, *, everything: bool) -> tuple[Recorded, ...]:
    """What the member's newest message recorded, as it is now; with `everything` all records of the last while."""
    lately = recorded.lately(session, reversing.live(session, member_id))
    things = [thing for thing in lately if thing.at >= now - FRESH]
    own = [thing for thing in things if everything or thing.change_set_id == things[0].change_set_id]
    if everything:
        own = [thing for thing in own if isinstance(thing.fact, Saved)] or own
    by_record = {thing.followup_id or -thing.change_set_id: thing for thing in reversed(own)}
    return tuple(replace(thing, fact=_as_it_is(session, thing)) for thing in by_record.values())


def _as_it_is(session: Session, thing: Recorded) -> Saved | Moved | ReminderFact | LimitBack | None:
    return followups.saved(session, thing.followup_id) if thing.followup_id is not None else thing.fact


FLOW = Flow("show_recorded", version=1, roles=ANY_MEMBER, run=show_recorded)
