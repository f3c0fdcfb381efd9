"""All of a colleague's customers go to several others, about evenly: 小周的客户给小吴和阿新分."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.access import Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant, why_not_a_seller
from bot.handlers.shared.leading.passing_all import WHO, may_pass_all, still_holds, taker_meant
from bot.handlers.shared.leading.passing_on import Passed, handed_over, tell_superiors
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import handovers
from bot.wording.buttons import undo_button
from config.policy import Policy
from sales.errors import Changed
from sales.teamwork import leaving
from sales.teamwork.people import MemberFact

Plan = tuple[tuple[int, int], ...]  # customers and who gets them


async def split_all(talk: Talk, whose: str, whom: Sequence[str], opening: Opening) -> None:
    """Share all of one's customers out among the others, once the plan is confirmed."""
    former = await colleague_meant(talk.part("former"), whose, WHO)
    if former is None:
        return
    takers: list[MemberFact] = []
    for number, name in enumerate(whom):
        to = await taker_meant(talk.part(f"to{number}"), name)
        if to is None:
            return
        refusal = why_not_a_seller(talk.policy, to)
        if refusal is None and not await talk.query(f"may{number}", may_pass_all, talk.speaker, former, to):
            refusal = f"{former.name}的客户转给{to.name}不归你定,没有动。"
        if refusal is not None:
            return await talk.say(refusal)
        takers.append(to)
    theirs = await talk.query("theirs", leaving.belongings, former.id)
    if not theirs.customers:
        return await talk.say(f"{former.name}名下没有客户,没有要转的。")
    plan = leaving.evenly(theirs.customers, [to.id for to in takers])
    names = {held.customer_id: held.customer for held in theirs.customers}
    shares = {to.name: [names[customer] for customer, taker in plan if taker == to.id] for to in takers}
    ids = tuple(names)
    question, matters = handovers.split(former.name, shares), partial(still_holds, former.id, ids)
    about = (former.name, *shares)
    choices = [Choice("就这么分", True), Choice("不分", False)]
    if not await talk.ask("sure", question, choices, about=about, matters=matters, brief=handovers.split_brief(about)):
        return await talk.say("好,没分。")
    now = await talk.now()
    passed = await talk.execute("hand_over", all_shared_out, talk.policy, former.id, plan, now)
    if isinstance(passed, Stale):
        return await talk.say(passed.text)
    await tell_them(talk, former, takers, shares, passed)
    done = handovers.split_done(former.name, shares)
    await tell_superiors(talk, opening, (former.id, *(to.id for to in takers)), f"{talk.speaker.name}:{done}")
    await talk.say(done, [undo_button(opening.run)], kind="receipt")


async def tell_them(
    talk: Talk,
    former: MemberFact,
    takers: Sequence[MemberFact],
    shares: Mapping[str, Sequence[str]],
    passed: Sequence[Passed],
) -> None:
    """Tell who had the customers and who has them now, each once."""
    deals = {one.done.customer: len(one.done.deals) for one in passed}
    for to in takers:
        got = shares[to.name]
        if got and to.id != talk.speaker.id:
            text = handovers.all_to_taker(talk.speaker.name, former.name, got, sum(deals[name] for name in got))
            await talk.say(text, kind="receipt", to=to.id)
    if former.id != talk.speaker.id:
        text = handovers.all_to_former(talk.speaker.name, "、".join(shares), [one.done.customer for one in passed])
        await talk.say(text, kind="receipt", to=former.id)


def all_shared_out(
    session: Session, by: Speaker, policy: Policy, former_id: int, plan: Plan, now: datetime
) -> tuple[Passed, ...]:
    """Hand each of the customers over as planned. Raises Changed where the former owner has others by now, or one of
    them is not to be given any more."""
    if not still_holds(former_id, [customer_id for customer_id, _ in plan], session):
        raise Changed("member", former_id, "holdings")
    return tuple(handed_over(session, by, policy, customer_id, to_id, now) for customer_id, to_id in plan)
