"""陈静离职了 / 张伟下周走,客户给刘洋和许诺: what is theirs is listed, shared out, shown, confirmed, and done at once.

Who takes it is said, chosen by one tap, or the team evenly; in the preview single customers may still go elsewhere.
The leaver's access ends in the same transaction, and everybody who takes something hears of it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from bot import access
from bot.access import LEADERS
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.leading import departure
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import leaving as wording
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as ticket_wording
from bot.wording.values import say_date
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales import slot_values
from sales.teamwork import leaving, people
from sales.teamwork.leaving import Belongings
from sales.teamwork.people import MemberFact

OFFERED = 3
WHOM = "交给谁?发我名字就行。"
MOST_CHANGES = 12  # customers moved in one preview
Plan = tuple[tuple[int, int], ...]


async def person_leaves(talk: Talk, opening: Opening) -> None:
    named = slot_values.words(opening.understanding.slots, "person")
    member = await colleague_meant(talk, named[0] if named else None, "谁离职?发我名字就行。")
    if member is None:
        return
    refusal = await talk.query("refusal", departure.why_not, talk.policy, talk.speaker, member)
    if refusal is not None:
        return await talk.say(refusal)
    if not await is_now(talk, opening, member):
        return
    theirs = await talk.query("theirs", leaving.belongings, member.id)
    successor = await chosen_successor(talk, member) if theirs.supervises is not None else None
    plan = await shared_out(talk, member, theirs, named[1:])
    if plan is None:
        return
    plan = await confirmed(talk, member, theirs, plan, successor)
    if plan is None:
        return await talk.say(wording.NOT_NOW)
    now = await talk.now()
    done = await talk.execute(
        "leave", departure.leave, talk.policy, member.id, plan, successor.id if successor else None, now
    )
    if isinstance(done, Stale):
        return await talk.say(done.text)
    for share in done.shares:
        if share.to_id != talk.speaker.id:
            text = wording.to_taker(member.name, talk.speaker.name, share.customers, share.deals, share.reminders)
            await talk.say(text, kind="receipt", to=share.to_id)
    for ticket in done.tickets:
        text = ticket_wording.moved(talk.policy, ticket, member.name)
        await talk.say(text, kind="receipt", to=ticket.owner_id)
    if successor is not None:
        await talk.say(f"{talk.speaker.name}请你接任主管,组里的预警以后找你。", kind="receipt", to=successor.id)
    text = wording.receipt(member.name, plan, sum(share.deals for share in done.shares), done.cancelled)
    tickets = "".join(f"\n{ticket_wording.in_new_hands(talk.policy, ticket)}" for ticket in done.tickets)
    await talk.say(f"{text}{tickets}", [undo_button(opening.run)], kind="receipt")


async def is_now(talk: Talk, opening: Opening, member: MemberFact) -> bool:
    """Whether it is to be done now: where a day to come was named, it may wait for a reminder on that day."""
    here = opening.at.astimezone(talk.policy.zone)
    times = [found.next_time for found in find_times(opening.text, here) if found.next_time]
    days = [datetime.fromisoformat(time_said).date() for time_said in times]
    day = next((day for day in days if day > here.date()), None)
    if day is None:
        return True
    question = f"{member.name}{say_date(day, here.date())}走。现在就交接、停用,还是到那天再办?"
    if await talk.ask("when", question, [Choice("现在就办", True), Choice(wording.LATER, False)]):
        return True
    at = datetime.combine(day, time(9), here.tzinfo)
    now = await talk.now("reminded_at")
    kept = await talk.execute("remind", departure.remind, talk.policy, member.name, at, now)
    if isinstance(kept, Stale):
        await talk.say(kept.text)
    else:
        await talk.say(
            f"好,{say_date(day, here.date())}早上提醒你办{member.name}的交接,现在没动。", [undo_button(opening.run)]
        )
    return False


async def chosen_successor(talk: Talk, member: MemberFact) -> MemberFact | None:
    """Who leads the team from now on; None where the manager stands in."""
    found = await talk.query("successors", leaving.sellers_beside, member.id)
    if not found:
        return None
    choices = [Choice(one.name, one) for one in found[: OFFERED * 2]] + [Choice(wording.NOBODY, None)]
    picked: MemberFact | None = await talk.ask(
        "successor", f"{member.name}是主管,组里谁接任?先空着的话,预警先到经理。", choices
    )
    return picked


async def shared_out(talk: Talk, member: MemberFact, theirs: Belongings, named: Sequence[str]) -> Plan | None:
    """Who gets which customer: those named, else whom the leader then says; None where that could not be settled."""
    if not theirs.customers:
        return ()
    found = [await colleague_meant(talk.part(f"taker{n}"), name, WHOM) for n, name in enumerate(named)]
    takers = [one for one in found if one is not None and one.id != member.id]
    if not takers:
        takers = await asked_takers(talk, member, theirs)
    unfit = [one.name for one in takers if one.role not in access.SALES]
    if unfit or not takers:
        await talk.say(f"{'、'.join(unfit) or '没人'}不跟客户,接不了,没有动。换人再说一次就行。")
        return None
    return leaving.evenly(theirs.customers, [one.id for one in takers])


async def asked_takers(talk: Talk, member: MemberFact, theirs: Belongings) -> list[MemberFact]:
    """Whom the leader chooses or names."""
    could = await talk.query("could", departure.who_could, talk.speaker, member)
    by_id = {taker.id: taker for taker in could}
    choices = [Choice(taker.name, (taker.id,)) for taker in could[:OFFERED]]
    if len(could) > 1:
        choices.append(Choice(wording.EVENLY, tuple(by_id)))
    question = f"{wording.what_is_theirs(member.name, theirs)}交给谁?点一个,或者说名字,几位也行。"
    answer = await talk.ask("takers", question, choices, read_takers)
    if answer and isinstance(answer[0], int):
        return [one for key in answer if (one := await talk.query(f"chosen{key}", people.get, key)) is not None]
    found = [await colleague_meant(talk.part(f"named{n}"), str(name), WHOM) for n, name in enumerate(answer)]
    return [one for one in found if one is not None]


def read_takers(text: str, understanding: Understanding, asked: Asked) -> tuple[int | str, ...] | NotAnAnswer:
    """The choice that the words name, or the people they name."""
    plain = text.strip(" 。.,!")
    for choice in asked.choices:
        if plain in (choice.label, f"给{choice.label}"):
            known: tuple[int | str, ...] = choice.answer
            return known
    named = slot_values.words(understanding.slots, "person")
    return tuple(named) if named else NotAnAnswer("发我同事的名字就行,几位用「和」连起来。")


async def confirmed(
    talk: Talk, member: MemberFact, theirs: Belongings, plan: Plan, successor: MemberFact | None
) -> Plan | None:
    """The plan as it is confirmed, with single customers given to somebody else; None if it is not to be done."""
    choices = [Choice(wording.CONFIRM, True), Choice(wording.CANCEL, False)]
    if plan:
        choices.insert(1, Choice(wording.CHANGE, wording.CHANGE))
    for number in range(MOST_CHANGES):
        part = talk.part(f"plan{number}")
        names = await part.query("names", departure.names_of, [to for _, to in plan])
        text = wording.preview(member.name, theirs, plan, names, successor.name if successor else None)
        answer = await part.ask("sure", text, choices)
        if answer != wording.CHANGE:
            return plan if answer else None
        customers = [Choice(held.customer, held.customer_id) for held in theirs.customers[: wording.LISTED]]
        customer_id = await part.ask("which", "改哪一家?", customers)
        to = await colleague_meant(part, None, "给谁?发我名字就行。")
        if to is not None and to.role in access.SALES and to.id != member.id:
            plan = tuple((key, to.id if key == customer_id else taker) for key, taker in plan)
    return None


FLOW = Flow("person_leaves", version=2, starts=(Intent("person_leaves"),), roles=LEADERS, run=person_leaves)
