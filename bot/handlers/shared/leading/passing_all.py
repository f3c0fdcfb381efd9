"""All of a colleague's customers go to another, who is away for long or has too many: 小周的客户都给小吴."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.access import Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant, why_not_a_seller
from bot.handlers.shared.leading.passing_on import SPEAKER, Passed, handed_over, may_hand_over, tell_superiors
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import handovers
from bot.wording.buttons import undo_button
from config.policy import Policy
from nlu import leading
from sales.errors import Changed
from sales.teamwork import leaving, people
from sales.teamwork.people import MemberFact

WHO, WHOM = "谁的客户?发我同事的名字就行。", "转给谁?发我同事的名字就行。"


async def pass_all_on(talk: Talk, opening: Opening, whose: str, whom: str) -> None:
    """Hand all of one's customers to the other, once that is confirmed."""
    former = await colleague_meant(talk.part("former"), whose, WHO)
    to = await taker_meant(talk.part("to"), whom) if former is not None else None
    if former is None or to is None or former.id == to.id:
        return
    refusal = why_not_a_seller(talk.policy, to)
    if refusal is None and not await talk.query("may", may_pass_all, talk.speaker, former, to):
        refusal = f"{former.name}的客户转给{to.name}不归你定,没有动。"
    if refusal is not None:
        return await talk.say(refusal)
    theirs = await talk.query("theirs", leaving.belongings, former.id)
    if not theirs.customers:
        return await talk.say(f"{former.name}名下没有客户,没有要转的。")
    if leading.only_part(opening.text):
        return await talk.say(handovers.which_of(former.name, to.name, [held.customer for held in theirs.customers]))
    ids = tuple(held.customer_id for held in theirs.customers)
    choices = [Choice("都转", True), Choice("不转", False)]
    question, matters = handovers.all_of(former.name, to.name, theirs.customers), partial(still_holds, former.id, ids)
    brief = f"{former.name}的客户都转给{to.name}吗?"
    if not await talk.ask("sure", question, choices, about=(former.name, to.name), matters=matters, brief=brief):
        return await talk.say("好,没转。")
    now = await talk.now()
    passed = await talk.execute("hand_over", all_handed_over, talk.policy, former.id, ids, to.id, now)
    if isinstance(passed, Stale):
        return await talk.say(passed.text)
    names, deals = [one.done.customer for one in passed], sum(len(one.done.deals) for one in passed)
    if to.id != talk.speaker.id:
        await talk.say(handovers.all_to_taker(talk.speaker.name, former.name, names, deals), kind="receipt", to=to.id)
    if former.id != talk.speaker.id:
        await talk.say(handovers.all_to_former(talk.speaker.name, to.name, names), kind="receipt", to=former.id)
    above = handovers.all_to_superior(talk.speaker.name, former.name, to.name, names, deals)
    await tell_superiors(talk, opening, (former.id, to.id), above)
    await talk.say(handovers.all_done(former.name, to.name, names, deals), [undo_button(opening.run)], kind="receipt")


async def taker_meant(talk: Talk, whom: str) -> MemberFact | None:
    """Who is to get the customers: the speaker (都给我), or the colleague named."""
    if whom == SPEAKER:
        own: MemberFact | None = await talk.query("self", people.get, talk.speaker.member_id)
        return own
    return await colleague_meant(talk, whom, WHOM)


def may_pass_all(session: Session, speaker: Speaker, former: MemberFact, to: MemberFact) -> bool:
    """Whether the speaker leads both."""
    return may_hand_over(speaker, to) and people.all_of(session, speaker.members, {former.id})


def still_holds(former_id: int, customer_ids: Sequence[int], session: Session) -> bool:
    """Whether the member has these customers and no others: what was asked about all of them still stands."""
    return {held.customer_id for held in leaving.belongings(session, former_id).customers} == {*customer_ids}


def all_handed_over(
    session: Session,
    by: Speaker,
    policy: Policy,
    former_id: int,
    customer_ids: Sequence[int],
    to_id: int,
    now: datetime,
) -> tuple[Passed, ...]:
    """Hand each of the customers over. Raises Changed where the former owner has others by now, or one of them is not
    to be given any more."""
    if not still_holds(former_id, customer_ids, session):
        raise Changed("member", former_id, "holdings")
    return tuple(handed_over(session, by, policy, customer_id, to_id, now) for customer_id in customer_ids)
