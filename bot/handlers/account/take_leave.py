"""我明天请假 / 小周这周休年假 / 我不休假了: on such days nothing is asked of who is away; the superior hears of limits.

Who is away says so themself, or who leads them. It hands nothing over and grants nothing; both sides hear of it.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from bot.access import SALES
from bot.conversation import Flow, Intent, all_read_by
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.leading.absent import days_said, is_led, read_days, superior_of
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import absence as wording
from bot.wording.buttons import undo_button
from nlu import corrections, leading
from sales import slot_values
from sales.teamwork import absences, people
from sales.teamwork.people import MemberFact

OWN = "我"
REASSIGN = "reassign"  # the flow


async def take_leave(talk: Talk, opening: Opening) -> None:
    member = await whose(talk, slot_values.word(opening.understanding.slots, "person"))
    if member is None:
        return
    here = opening.at.astimezone(talk.policy.zone)
    words = leading.without_name(opening.text, member.name)
    if leading.not_away(words, here) is not None:
        return await end_leave(talk, opening, member)
    if leading.moves_leave(words, here) is not None or (
        corrections.puts_right(opening.text) and await talk.query("told", absences.to_come, member.id, here.date())
    ):
        return await move_leave(talk, opening, member)
    if leading.is_half_day(opening.text):
        return await talk.say(wording.HALF)
    days = await talk.query("days", days_said, talk.policy, opening)
    name, today = member.name if member.id != talk.speaker.id else "", here.date()
    if days is None:
        question, choices = wording.until_when(name or "你", today)
        read = partial(read_days, talk.policy)
        days = await talk.ask("until", question, choices, read, claims=all_read_by(read))
    first, last = days
    if last < today:
        return await talk.say(wording.OVER)
    superior, leads = await talk.query("superior", superior_of, member.id), member.role == "supervisor"
    now = await talk.now()
    kept = await talk.execute("keep", absences.add, member.id, first, last, opening.text, now)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    if name:
        await talk.say(wording.to_member(talk.speaker.name, first, last, today), kind="receipt", to=member.id)
    if superior is not None and superior.id != talk.speaker.id:
        text = wording.to_superior(member.name, first, last, today, opening.text.strip(), leads=leads)
        await talk.say(text, kind="receipt", to=superior.id)
    hears = None if superior is None else "你" if superior.id == talk.speaker.id else superior.name
    text = wording.noted(name, hears, first, last, today, leads=leads)
    meanwhile = slot_values.words(opening.understanding.slots, "person")[1:2] if name else ()
    gives = [Choice(wording.stands_in(to), opens=SaidWords(REASSIGN, wording.hands_over(name, to))) for to in meanwhile]
    text = f"{text}{wording.keeps_theirs(name) if name and not leading.tells_who_watches(opening.text) else ''}"
    await talk.say(text, [undo_button(opening.run), *gives], kind="receipt")


async def whose(talk: Talk, named: str | None) -> MemberFact | None:
    """Who is away; None where that is nobody of whom the speaker may say so, which they are told."""
    if named == OWN:
        own: MemberFact | None = await talk.query("self", people.get, talk.speaker.member_id)
        return own
    member = await colleague_meant(talk, named, wording.WHO)
    if member is None:
        return None
    if member.role not in SALES:
        await talk.say(wording.not_in_sales(member.name))
        return None
    if not await talk.query("led", is_led, talk.speaker, member.id):
        await talk.say(wording.not_yours(member.name))
        return None
    return member


async def end_leave(talk: Talk, opening: Opening, member: MemberFact) -> None:
    """They are there after all, on the days named or from now on."""
    today = opening.at.astimezone(talk.policy.zone).date()
    first, last = await talk.query("days", days_said, talk.policy, opening) or (today, date.max)
    if (back := leading.day_back(opening.text, opening.at.astimezone(talk.policy.zone))) is not None:
        first, last = back, date.max
    superior = await talk.query("superior", superior_of, member.id)
    ended = await talk.execute("end", absences.end, member.id, max(first, today), last)
    if isinstance(ended, Stale):
        return await talk.say(ended.text)
    concerned = [member.id, *([superior.id] if superior is not None else [])]
    for other in concerned:
        if other != talk.speaker.id:
            await talk.say(wording.ended_for(member.name, talk.speaker.name), kind="receipt", to=other)
    name = member.name if member.id != talk.speaker.id else ""
    await talk.say(wording.ended(name, ended, today), [undo_button(opening.run)], kind="receipt")


async def move_leave(talk: Talk, opening: Opening, member: MemberFact) -> None:
    """The leave is on other days, or lasts until another one: a single day is moved to the day named, as is a leave
    whose days were told wrongly (不对,是后天请假)."""
    today = opening.at.astimezone(talk.policy.zone).date()
    noted = await talk.query("noted", absences.to_come, member.id, today)
    days = await talk.query("days", days_said, talk.policy, opening)
    if not noted or days is None:
        return await talk.say(wording.NOT_CLEAR)
    is_day = noted[0].first == noted[-1].last and days[0] == days[1]
    anew = is_day or corrections.puts_right(opening.text)
    first, last = (days[0] if anew else max(noted[0].first, today)), days[1]
    if last < first:
        return await talk.say(wording.OVER)
    superior, now = await talk.query("superior", superior_of, member.id), await talk.now()
    moved = await talk.execute("move", absences.move, member.id, first, last, today, opening.text, now)
    if isinstance(moved, Stale):
        return await talk.say(moved.text)
    for other in [member.id, *([superior.id] if superior is not None else [])]:
        if other != talk.speaker.id:
            text = wording.moved_for(member.name, talk.speaker.name, first, last, today)
            await talk.say(text, kind="receipt", to=other)
    name = member.name if member.id != talk.speaker.id else ""
    await talk.say(wording.moved(name, first, last, today), [undo_button(opening.run)], kind="receipt")


FLOW = Flow("take_leave", version=1, starts=(Intent("take_leave"),), roles=SALES, run=take_leave, title="请假")
