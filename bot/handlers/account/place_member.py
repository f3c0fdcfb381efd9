"""张伟调到华东组 / 小林转正了 / 裘磊升主管: a colleague changes team or post, shown first and done by one tap.

A manager or an administrator decides it; a supervisor's words go to who does. What is to come is not done now: the
leader may be reminded on that day.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.handlers.shared.leading.conditions import DAY_STARTS, remind
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import placing as wording
from bot.wording.buttons import undo_button
from bot.wording.values import say_date
from config.policy import Policy
from nlu import leading
from nlu.time.times import find_times
from sales import slot_values
from sales.errors import Changed
from sales.teamwork import people
from sales.teamwork.people import MemberFact

ROLES = {"regular": "rep", "leader": "supervisor"}


async def place_member(talk: Talk, opening: Opening) -> None:
    member = await colleague_meant(talk, slot_values.word(opening.understanding.slots, "person"), wording.WHO)
    if member is None:
        return
    if not opening.speaker.sees_all:
        return await ask_head(talk, opening, member)
    what = leading.placed(leading.without_name(opening.text, member.name))
    team = await talk.query("team", people.team_called, opening.text)
    if what == "team" and team is None:
        return await talk.say(wording.no_such_team(await talk.query("teams", people.team_names)))
    team_id = team[1] if team is not None and what != "regular" else member.team_id
    role = ROLES.get(what or "", member.role)
    if (team_id, role) == (member.team_id, member.role):
        return await talk.say(wording.nothing_to_change(talk.policy, member, team[0] if team else None))
    if not await is_now(talk, opening, member):
        return
    leads = await talk.query("leads", led_by, team_id, member.id)
    new_team = team[0] if team and team_id != member.team_id else None
    question = wording.question(talk.policy, member, role, new_team, leads)
    if not await talk.ask("sure", question, [Choice("就这么办", True), Choice("先不办", False)], about=(member.name,)):
        return await talk.say("好,没动。")
    now = await talk.now()
    done = await talk.execute("place", placed, talk.policy, member.id, team_id, role, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    said = wording.done(talk.policy, member, role, new_team)
    await talk.say(f"{talk.speaker.name}:{said}", kind="receipt", to=member.id)
    for superior in await talk.query("superiors", access.superiors, (member.id,), (talk.speaker.member_id, member.id)):
        await talk.say(f"{talk.speaker.name}:{said}", kind="receipt", to=superior)
    await talk.say(said, [undo_button(opening.run)], kind="receipt")


async def ask_head(talk: Talk, opening: Opening, member: MemberFact) -> None:
    """Have who decides it told by one tap."""
    key = await talk.query("head", access.head, (talk.speaker.member_id,))
    head = await talk.query("decides", people.get, key or 0)
    if head is None:
        return await talk.say(wording.NOBODY_DECIDES)
    choices = [Choice(f"告诉{head.name}", True), Choice("不用", False)]
    if await talk.ask("tell", wording.decides(head.name), choices, about=(member.name,)):
        return await tell_colleagues(talk, opening, (head,), opening.text.strip())
    await talk.say("好,没转,什么也没动。")


async def is_now(talk: Talk, opening: Opening, member: MemberFact) -> bool:
    """Whether it is to be done now: where a day to come was named, it may wait for a reminder on that day."""
    here = opening.at.astimezone(talk.policy.zone)
    times = [found.next_time for found in find_times(opening.text, here) if found.next_time]
    day = next((day for said in times if (day := datetime.fromisoformat(said).date()) > here.date()), None)
    if day is None:
        return True
    when = say_date(day, here.date())
    choices = [Choice(wording.LATER, False), Choice("现在就办", True)]
    if await talk.ask("when", wording.when(member.name, when), choices, about=(member.name,)):
        return True
    at = datetime.combine(day, DAY_STARTS, here.tzinfo)
    now = await talk.now("reminded_at")
    kept = await talk.execute("remind", remind, talk.policy, at, wording.reminder(opening.text), None, now)
    text = kept.text if isinstance(kept, Stale) else f"好,{when}早上提醒你办,现在没动。"
    await talk.say(text, [] if isinstance(kept, Stale) else [undo_button(opening.run)])
    return False


def led_by(session: Session, team_id: int | None, member_id: int) -> tuple[str, ...]:
    """The names of the supervisors of the team besides the member."""
    found = people.leaders_of(session, team_id) if team_id is not None else ()
    return tuple(leader.name for leader in found if leader.id != member_id)


def placed(
    session: Session, by: Speaker, policy: Policy, member_id: int, team_id: int | None, role: str, now: datetime
) -> None:
    """Carry it out. Raises Changed if who acts may not, or the member is gone."""
    if not by.sees_all:
        raise Changed("member", member_id, "decides")
    people.place(session, by, member_id, team_id, role, now)


FLOW = Flow(
    "place_member", version=1, starts=(Intent("place_member"),), roles=LEADERS, run=place_member, title="同事换组、转正"
)
