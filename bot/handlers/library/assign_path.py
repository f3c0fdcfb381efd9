"""给许诺布置一下,这周学完必学: a leader has somebody learn the path of new hires by a day, who is told so."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import learning as wording
from bot.wording.values import say_date
from knowledge.trust import learning
from nlu.library import path
from nlu.understanding import Understanding
from sales.errors import Changed
from sales.teamwork import people

ALL = ("新人", "大家", "全组", "所有")  # whom leaders mean by these: their new hires
FRIDAY = 4


async def assign_path(talk: Talk, opening: Opening) -> None:
    said = path.assigned(opening.text)
    if said is None:
        return await talk.say(wording.HOW_TO_ASSIGN)
    items = await talk.query("items", learning.path)
    if not items:
        return await talk.say(wording.EMPTY)
    if said.who.startswith(ALL):
        hires = await talk.query("hires", learning.of_new_hires, access.members(talk.speaker))
        told = [(hire.member_id, hire.name) for hire in hires]
        if not told:
            return await talk.say(wording.NO_HIRES)
    else:
        member = await colleague_meant(talk, said.who, wording.WHOM)
        if member is None:
            return
        told = [(member.id, member.name)]
    now = await talk.now()
    today = now.astimezone(talk.policy.zone).date()
    until = path.by_day(said.when, now.astimezone(talk.policy.zone))
    if until is None:
        until = await talk.ask("until", wording.BY_WHEN, days(today), read_day, brief=wording.BY_WHEN)
    for member_id, _name in told:
        kept = await talk.execute(f"assign{member_id}", assign, member_id, until, now)
        if isinstance(kept, Stale):
            return await talk.say(wording.NOT_YOURS_TO_ASSIGN)
        text = wording.assigned_to_you(talk.speaker.name, len(items), until, today)
        await talk.say(text, [wording.BEGIN], kind="nudge", to=member_id)
    names = [name for _member_id, name in told]
    await talk.say(wording.assigned(names, len(items), until, today), [undo_button(opening.run)], kind="receipt")


def days(today: date) -> list[Choice]:
    """The days that are offered: the end of this week, and of the next."""
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    return [Choice(say_date(day, today), day) for day in (friday, friday + timedelta(days=7))]


def read_day(text: str, _understanding: Understanding, asked: Asked) -> date | NotAnAnswer:
    """The day that words name."""
    return path.by_day(text, asked.now) or NotAnAnswer(wording.NO_DAY)


def assign(session: Session, by: Speaker, member_id: int, until: date, now: datetime) -> bool:
    """The member is to have learnt the path by then. Raises Changed unless the actor leads them."""
    if not (by.leads and by.id != member_id and people.all_of(session, by.members, {member_id})):
        raise Changed("member", member_id, "decides")
    learning.assign(session, member_id, by.member_id, until, now)
    return True


FLOW = Flow(
    "assign_path",
    version=1,
    starts=(Phrase("has somebody learn the path", path.assigns),),
    roles=LEADERS,
    run=assign_path,
    title="布置新人必学",
)
