"""小周下周一到周三出差,他的客户小吴先盯着 / 小周回来了 / 谁在替谁: customers are looked after for some days.

The deals stay the owner's; a leader of both says so, and both hear of it, then, when it begins and when it is over. A
rep's words go to the superior, who decides.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, LEADERS, SALES, Speaker
from bot.conversation import Flow, Intent, all_read_by
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.absent import days_said, is_led, read_days, superior_of
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.handlers.shared.leading.spoken_of import customer_spoken_of
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import covers as wording
from bot.wording.buttons import undo_button
from bot.wording.offers import PassTicket
from nlu import leaders, leading
from sales import slot_values, tickets
from sales.deals import DealFact
from sales.teamwork import absences, covers, people
from sales.teamwork.covers import CoverFact
from sales.teamwork.people import MemberFact
from scheduler import day_clock

OWN, PASSED = "我", 3
Looked = tuple[tuple[CoverFact, tuple[DealFact, ...]], ...]


async def cover(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    names = slot_values.words(slots, "person")
    customer = await customer_spoken_of(talk, opening) if "customer" in slots else None
    if "customer" in slots and customer is None:
        return
    if customer is not None and customer.owner_id is not None:
        member: MemberFact | None = await talk.query("owner", people.get, customer.owner_id)
    else:
        member = await somebody(talk.part("whose"), names[0] if names else None, wording.WHOSE)
    stand_in = await somebody(talk.part("by"), names[-1] if names else None, wording.BY_WHOM)
    if member is None or stand_in is None:
        return
    if member.id == stand_in.id:
        return await talk.say(wording.SAME)
    if member.role in LEADERS:
        return await talk.say(wording.leads(member.name))
    serve = {member.role, stand_in.role}.isdisjoint(SALES)
    for one in () if serve else (member, stand_in):
        if one.role not in SALES:
            return await talk.say(wording.not_in_sales(one.name, talk.policy.say("roles", one.role)))
    led = [await talk.query(f"led{one.id}", is_led, talk.speaker, one.id) for one in (member, stand_in)]
    own = serve and member.id == talk.speaker.id
    if not own and not (opening.speaker.leads and all(led)):
        return await ask_superior(talk, opening, member)
    here = opening.at.astimezone(talk.policy.zone)
    today = here.date()
    days = await talk.query("days", days_said, talk.policy, opening)
    if days is None and customer is None:
        away = await talk.query("away", absences.to_come, member.id, today)
        days = (max(away[0].first, today), away[0].last) if away else None
    if days is None:
        question, choices = wording.until(member.name, today)
        read = partial(read_days, talk.policy)
        days = await talk.ask("until", question, choices, read, claims=all_read_by(read))
        days = (today, days[1])
    first, last = days
    if last < today:
        return await talk.say(wording.OVER)
    now = await talk.now()
    customer_id = customer.id if customer is not None else None
    kept = await talk.execute(
        "keep", day_clock.cover, talk.policy, member.id, stand_in.id, customer_id, first, last, opening.text, now
    )
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    await tell_both(talk, kept, today)
    in_hand = await talk.query("in_hand", tickets.with_member, member.id) if own else ()
    passes = [
        Choice(
            f"工单{one.id}转给{stand_in.name}", opens=PassTicket(one.step.id, one.step.department, None, stand_in.id)
        )
        for one in in_hand[:PASSED]
    ]
    await talk.say(wording.noted(kept, today), [undo_button(opening.run), *passes], kind="receipt")


async def somebody(talk: Talk, named: str | None, question: str) -> MemberFact | None:
    """The colleague named, or who speaks."""
    if named == OWN:
        own: MemberFact | None = await talk.query("self", people.get, talk.speaker.member_id)
        return own
    return await colleague_meant(talk, named, question)


async def ask_superior(talk: Talk, opening: Opening, member: MemberFact) -> None:
    """Who may not decide has their superior asked, in their words."""
    superior = await talk.query("superior", superior_of, member.id)
    if superior is None or superior.id == talk.speaker.id:
        return await talk.say("谁替谁盯要两边共同的主管定,没有记。")
    await tell_colleagues(talk, opening, (superior,), opening.text.strip(), "请你定,同意就把这句照说一遍")


async def tell_both(talk: Talk, fact: CoverFact, today: date) -> None:
    """Tell who stands in and whose customers they are, as far as they are not who speaks."""
    by = talk.speaker
    if fact.stand_in_id != by.id:
        theirs = await talk.query("theirs", covers.looked_after, fact, wording.MOST)
        text = wording.begins(talk.policy, fact, theirs, today) if fact.is_on else wording.to_come(fact, by.name, today)
        await talk.say(text, kind="receipt", to=fact.stand_in_id)
    if fact.member_id != by.id:
        await talk.say(wording.begins_for(fact, today), kind="receipt", to=fact.member_id)


async def end_cover(talk: Talk, opening: Opening) -> None:
    """小周回来了: nobody looks after their customers any more, and a leave that was noted is over."""
    names = slot_values.words(opening.understanding.slots, "person")
    member = await somebody(talk, names[0] if names else None, wording.WHOSE)
    if member is None:
        return
    now = await talk.now()
    ended = await talk.execute("end", day_clock.end_cover, member.id, now)
    if isinstance(ended, Stale):
        return await talk.say(ended.text)
    today = opening.at.astimezone(talk.policy.zone).date()
    noted = await talk.query("noted", absences.to_come, member.id, today)
    if noted and noted[0].first <= today:
        await talk.execute("back", absences.end, member.id, today, noted[0].last)
    for fact in ended:
        if fact.stand_in_id != talk.speaker.id:
            await talk.say(wording.is_over(fact), kind="receipt", to=fact.stand_in_id)
    if member.id != talk.speaker.id:
        await talk.say(wording.is_over_for(ended[0]), kind="receipt", to=member.id)
    await talk.say(wording.ended(ended), [undo_button(opening.run)], kind="receipt")


async def who_covers(talk: Talk, opening: Opening) -> None:
    """谁在替谁 / 孔祥飞哪些客户要我跟 / 要是我休假客户怎么办."""
    words = opening.text
    for name in slot_values.words(opening.understanding.slots, "person"):
        words = words.replace(name, leaders.COLLEAGUE)
    if leading.asks_cover(words) == "how":
        return await talk.say(wording.HOW.format(name=talk.speaker.name))
    today = opening.at.astimezone(talk.policy.zone).date()
    own = await talk.query("own", own_covers, talk.speaker)
    if own:
        await talk.say(wording.own(talk.policy, own, today))
    if leading.asks_cover(words) == "own":
        return None if own else await talk.say(wording.NOT_STANDING_IN)
    found = await talk.query("found", covers_of, talk.speaker)
    others = [one for one in found if one.stand_in_id != talk.speaker.id]
    if others:
        await talk.say(wording.listed(others, today))
    elif not own:
        await talk.say(wording.NOBODY)


def own_covers(session: Session, speaker: Speaker) -> Looked:
    """For whom the speaker stands in, with the deals."""
    found = covers.open_by(session, speaker.member_id)
    return tuple((fact, covers.looked_after(session, fact, wording.MOST)) for fact in found)


def covers_of(session: Session, speaker: Speaker) -> tuple[CoverFact, ...]:
    """Who stands in for the speaker's people, or the speaker."""
    return covers.open_among(session, access.members(speaker))


FLOW = Flow("cover", version=1, starts=(Intent("cover"),), roles=ANY_MEMBER, run=cover, title="请同事先盯着")
END = Flow("end_cover", version=1, starts=(Intent("end_cover"),), roles=ANY_MEMBER, run=end_cover)
WHO = Flow("who_covers", version=1, starts=(Intent("who_covers"),), roles=SALES, run=who_covers, only_answers=True)
