"""Customers go back to who had them before they were handed over: 都还给他, 把这些退给小陈, 宏远还是你自己跟吧.

Which customers, and to whom, is shown before anything is done. Without a name those of the last hand-over are meant,
with a colleague's those that were handed on from them last; what was handed over earlier stays, which is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.access import Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.handlers.shared.leading.passing_on import Passed, handed_over, tell_superiors
from bot.handlers.shared.leading.spoken_of import customer_spoken_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import handovers as wording
from bot.wording.buttons import undo_button
from config.policy import Policy
from sales import slot_values
from sales.errors import Changed
from sales.teamwork import handover, people
from sales.teamwork.handover import GivenAway

TOGETHER = timedelta(minutes=30)  # hand-overs no further apart than this were of one piece


async def give_back(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    person = slot_values.word(slots, "person")
    to = await colleague_meant(talk, person, wording.BACK_TO_WHOM) if person else None
    if person and to is None:
        return
    everything = await talk.query("given_away", handover.given_away, talk.speaker)
    named = slot_values.words(slots, "customer")
    if named:
        given: list[GivenAway] = []
        for number, words in enumerate(named, 1):
            customer = await customer_spoken_of(talk.part(f"customer{number}"), opening, words)
            known = next((one for one in everything if customer is not None and one.customer_id == customer.id), None)
            if customer is not None and known is None:
                owner = await talk.query(f"owner{number}", people.get, customer.owner_id or 0)
                await talk.say(wording.never_given(customer.name, owner.name if owner is not None else None))
            given += [known] if known is not None else []
        if not given:
            return
    else:
        whose = to.id if to is not None else everything[0].former_id if everything else 0
        theirs = [one for one in everything if one.former_id == whose]
        given = list(of_one_piece(theirs))
        if not given:
            return await talk.say(wording.nothing_given(to.name if to is not None else None))
    earlier = 0 if named else len(theirs) - len(given)
    choices = [Choice("还回去", True), Choice("先不还", False)]
    about = tuple(dict.fromkeys(name for one in given for name in (one.customer, one.former)))
    matters = partial(still_so, given)
    if not await talk.ask("sure", wording.give_back(given, earlier), choices, about=about, matters=matters):
        return await talk.say("好,没动,还是现在的人跟。")
    now = await talk.now()
    passed = await talk.execute("give_back", given_back, talk.policy, given, now)
    if isinstance(passed, Stale):
        return await talk.say(passed.text)
    await tell(talk, opening, given, passed)
    deals = sum(len(one.done.deals) for one in passed)
    await talk.say(wording.given_back(given, deals), [undo_button(opening.run)], kind="receipt")


async def tell(talk: Talk, opening: Opening, given: Sequence[GivenAway], passed: Sequence[Passed]) -> None:
    """Tell those who get customers back, those who had them meanwhile, and the superiors of both, once each pair."""
    by, deals = talk.speaker, {one.done.customer_id: len(one.done.deals) for one in passed}
    for former_id, owner_id in dict.fromkeys((one.former_id, one.owner_id) for one in given):
        part = talk.part(f"pair{former_id}_{owner_id}")
        theirs = [one for one in given if (one.former_id, one.owner_id) == (former_id, owner_id)]
        names, count = [one.customer for one in theirs], sum(deals[one.customer_id] for one in theirs)
        owner, former = theirs[0].owner, theirs[0].former
        if former_id != by.id:
            await part.say(wording.all_to_taker(by.name, owner, names, count), kind="receipt", to=former_id)
        if owner_id != by.id:
            await part.say(wording.all_to_former(by.name, former, names), kind="receipt", to=owner_id)
        above = wording.all_to_superior(by.name, owner, former, names, count)
        await tell_superiors(part, opening, (owner_id, former_id), above)


def of_one_piece(given: Sequence[GivenAway]) -> tuple[GivenAway, ...]:
    """Of hand-overs, the newest first, those that belong together with the newest."""
    found: list[GivenAway] = []
    for one in given:
        if found and found[-1].at - one.at > TOGETHER:
            break
        found.append(one)
    return tuple(found)


def still_so(given: Sequence[GivenAway], session: Session) -> bool:
    """Whether each still is with whom it was handed to."""
    return all(handover.owner_of(session, one.customer_id) == one.owner_id for one in given)


def given_back(
    session: Session, by: Speaker, policy: Policy, given: Sequence[GivenAway], now: datetime
) -> tuple[Passed, ...]:
    """Hand each back. Raises Changed where one of them has gone to somebody else meanwhile."""
    if not still_so(given, session):
        raise Changed("customer", given[0].customer_id, "holdings")
    return tuple(handed_over(session, by, policy, one.customer_id, one.former_id, now) for one in given)
