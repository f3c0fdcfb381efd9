"""陈静离职了 / 张伟下周走,鼎新给刘洋,其他给许诺: what is theirs is listed, shared out, shown, confirmed, done at once.

Who takes what is said with it, chosen by one tap, or the team evenly; in the preview it may still be said otherwise.
The leaver's access ends in the same transaction, and everybody who takes something hears of it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent, all_read_by
from bot.conversation.messages import Choice
from bot.handlers.shared.leading import departure, sharing
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import leaving as wording
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as ticket_wording
from bot.wording.values import say_date
from nlu import leading
from nlu.leading import Shared
from nlu.time.times import find_times
from sales import slot_values
from sales.teamwork import leaving, people
from sales.teamwork.leaving import Belongings, TicketsLeft
from sales.teamwork.people import MemberFact

OFFERED = 3
WHOM = "交给谁?发我名字就行。"
OWN = "我"
MOST_CHANGES = 12  # of one preview
MOST_ASKED = 4  # times that it is asked who takes what is left
Plan = tuple[tuple[int, int], ...]


async def person_leaves(talk: Talk, opening: Opening) -> None:
    named = slot_values.words(opening.understanding.slots, "person")
    member = await who_leaves(talk, named[0] if named else None)
    if member is None:
        return
    refusal = await talk.query("refusal", departure.why_not, talk.policy, talk.speaker, member)
    if refusal is not None:
        return await talk.say(refusal)
    if not await is_now(talk, opening, member):
        return
    theirs = await talk.query("theirs", leaving.belongings, member.id)
    tickets = await talk.query("tickets", departure.tickets_left, member.id, opening.at)
    successor, words = await chosen_successor(talk, opening.text, member) if theirs.supervises else (None, opening.text)
    said = sharing.said_in(words, opening.understanding, theirs, sharing.others(named, member))
    plan = await shared_out(talk, member, theirs, said)
    if plan is None:
        return
    confirmed = await agreed(talk, member, theirs, plan, tickets, successor)
    if confirmed is None:
        return await talk.say(wording.NOT_NOW)
    plan, heir = confirmed
    involved = (member.id, *dict.fromkeys(to for _, to in plan))
    but_not = (talk.speaker.member_id, *((successor.id,) if successor is not None else ()))
    heads = await talk.query("heads", access.superiors, involved, but_not)
    now = await talk.now()
    done = await talk.execute(
        "leave", departure.leave, talk.policy, member.id, plan, successor.id if successor else None, heir, now
    )
    if isinstance(done, Stale):
        return await talk.say(done.text)
    for share in done.shares:
        if share.to_id != talk.speaker.id:
            taken = (share.customers, share.deals, share.reminders, share.tickets)
            await talk.say(wording.to_taker(member.name, talk.speaker.name, *taken), kind="receipt", to=share.to_id)
    for ticket in done.tickets:
        text = ticket_wording.moved(talk.policy, ticket, member.name)
        await talk.say(text, kind="receipt", to=ticket.owner_id)
    names = await talk.query("takers", departure.names_of, [share.to_id for share in done.shares])
    for head in heads:
        text = wording.to_superior(
            member.name,
            talk.speaker.name,
            [(names[share.to_id], share.customers, share.deals) for share in done.shares],
            [ticket_wording.in_new_hands(talk.policy, ticket) for ticket in done.tickets],
            successor.name if successor is not None else None,
        )
        await talk.say(text, kind="receipt", to=head)
    if successor is not None:
        await talk.say(f"{talk.speaker.name}请你接任主管,组里的预警以后找你。", kind="receipt", to=successor.id)
    deals, raised = sum(share.deals for share in done.shares), sum(len(share.tickets) for share in done.shares)
    text = wording.receipt(member.name, len(plan), deals, done.cancelled, raised=raised)
    in_hand = "".join(f"\n{ticket_wording.in_new_hands(talk.policy, ticket)}" for ticket in done.tickets)
    await talk.say(f"{text}{in_hand}", [undo_button(opening.run)], kind="receipt")


async def who_leaves(talk: Talk, named: str | None) -> MemberFact | None:
    """Who it is that leaves."""
    if named == OWN:
        own: MemberFact | None = await talk.query("self", people.get, talk.speaker.member_id)
        return own
    return await colleague_meant(talk, named, "谁离职?发我名字就行。")


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


async def chosen_successor(talk: Talk, text: str, member: MemberFact) -> tuple[MemberFact | None, str]:
    """Who leads the team from now on (None where the manager stands in), and the words without what says so."""
    found = await talk.query("successors", leaving.sellers_beside, member.id)
    if not found:
        return None, text
    named = leading.named_successor(text, [one.name for one in found])
    if named is not None:
        return next(one for one in found if one.name == named), leading.without_successor(text, named)
    choices = [Choice(one.name, one) for one in found[: OFFERED * 2]] + [Choice(wording.NOBODY, wording.NOBODY)]
    read = partial(sharing.read_successor, found)
    picked: MemberFact | str | None = await talk.ask(
        "successor",
        f"{member.name}是主管,组里谁接任?先空着的话,预警先到经理。",
        choices,
        read,
        claims=all_read_by(read),
    )
    return picked if isinstance(picked, MemberFact) else None, text


async def shared_out(talk: Talk, member: MemberFact, theirs: Belongings, said: Shared | None) -> Plan | None:
    """Who gets which customer: as it was said, and for the rest as the leader then says; None where that could not be
    settled, which the leader has been told."""
    plan: dict[int, int] = {}
    for number in range(MOST_ASKED):
        left = tuple(held for held in theirs.customers if held.customer_id not in plan)
        if not left:
            return sharing.in_order(theirs, plan)
        part = talk.part(f"share{number}")
        if said is None:
            said = await asked(part, member, theirs, replace(theirs, customers=left))
        takers = await takers_of(part, member, said)
        if takers is None:
            return None
        plan |= sharing.planned(left, said, takers)
        said = None
    await talk.say(wording.NOT_NOW)
    return None


async def asked(talk: Talk, member: MemberFact, theirs: Belongings, left: Belongings) -> Shared:
    """Whom the leader chooses or names for what is `left`."""
    could = await talk.query("could", departure.who_could, talk.speaker, member)
    names = tuple(taker.name for taker in could)
    choices = [Choice(name, Shared(rest=(name,))) for name in names[:OFFERED]]
    if len(could) > 1:
        choices.append(Choice(wording.EVENLY, Shared(rest=names)))
    whole = len(left.customers) == len(theirs.customers)
    what = wording.what_is_theirs(member.name, theirs) if whole else wording.what_is_left(left.customers)
    read = partial(sharing.read_shared, left, sharing.others(names, member), names)
    said: Shared = await talk.ask(
        "takers", f"{what}交给谁?点一个,或者说名字,几位也行。", choices, read, claims=all_read_by(read)
    )
    return said


async def takers_of(talk: Talk, member: MemberFact, said: Shared) -> Mapping[str, int] | None:
    """Who is meant by the names; None where one of them can't take anything, which the leader has been told."""
    found: dict[str, int] = {}
    for number, name in enumerate(sharing.names_in(said)):
        one = await colleague_meant(talk.part(f"taker{number}"), name, WHOM)
        if one is None:
            return None
        if one.role not in SALES or one.id == member.id:
            await talk.say(f"{one.name}不跟客户,接不了,没有动。换人再说一次就行。")
            return None
        found[name] = one.id
    return found


async def agreed(
    talk: Talk,
    member: MemberFact,
    theirs: Belongings,
    plan: Plan,
    tickets: TicketsLeft,
    successor: MemberFact | None,
) -> tuple[Plan, int | None] | None:
    """The plan as it is confirmed, and who takes the tickets in hand, where somebody was named; None if it is not to be
    done."""
    choices = [Choice(wording.CONFIRM, True), Choice(wording.CANCEL, False)]
    if plan:
        choices.insert(1, Choice(wording.CHANGE, wording.CHANGE))
    heir: MemberFact | None = None
    could = await talk.query("beside", departure.who_could, talk.speaker, member)
    people_named = sharing.others([taker.name for taker in could], member)
    for number in range(MOST_CHANGES):
        part = talk.part(f"plan{number}")
        names = await part.query("names", departure.names_of, [to for _, to in plan])
        text = wording.preview(
            member.name,
            theirs,
            plan,
            names,
            successor.name if successor else None,
            tickets,
            heir.name if heir else None,
        )
        read = partial(sharing.read_agreed, theirs, people_named)
        answer = await part.ask("sure", text, choices, read, claims=all_read_by(read))
        if answer == wording.CHANGE:
            offered = [Choice(held.customer, held.customer) for held in theirs.customers[: wording.LISTED]]
            which = partial(sharing.read_which, theirs, people_named)
            change = partial(sharing.read_change, theirs, people_named)
            answer = await part.ask("which", "改哪一家?", offered, which, claims=all_read_by(change))
            if isinstance(answer, str):
                to = await colleague_meant(part, None, "给谁?发我名字就行。")
                answer = Shared(parts=((answer, to.name),)) if to is not None else Shared()
        if not isinstance(answer, Shared):
            return (plan, heir.id if heir else None) if answer else None
        if not plan:
            heir = await colleague_meant(part.part("heir"), next(iter(sharing.names_in(answer)), None), WHOM)
            continue
        takers = await takers_of(part.part("changed"), member, answer)
        if takers is not None:
            plan = sharing.in_order(theirs, dict(plan) | sharing.planned(theirs.customers, answer, takers))
    return None


FLOW = Flow("person_leaves", version=2, starts=(Intent("person_leaves"),), roles=access.SALES, run=person_leaves)
