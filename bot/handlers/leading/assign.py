"""交给陈静 under a lead or a deal that is stuck: it goes to this colleague, or to whoever the leader then chooses."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.assigning import who_could
from bot.handlers.shared.leading.colleagues import colleague_meant, why_not_a_seller
from bot.handlers.shared.leading.passing_on import pass_one_on
from bot.turn.opening import Opening, Talk
from bot.wording.deals.leads import taker_label
from bot.wording.offers import Assign
from bot.wording.turn import HANDED_AWAY
from nlu.understanding import Understanding
from sales import customers, deals, slot_values
from sales.deals import DealFact
from sales.teamwork import people
from sales.teamwork.people import MemberFact

CHOICES = 6
WHOM = "交给谁?发我同事的名字就行。"


async def assign(talk: Talk, opening: Opening) -> None:
    offer = Assign.of(opening.params)
    deal = await talk.query("deal", deals.get, access.deals(talk.speaker), offer.deal)
    if deal is None:
        return await talk.say(HANDED_AWAY)
    if deal.closed:
        return await talk.say(f"{deal.customer}这单已经结了,不用换人。")
    to = await chosen(talk, deal) if offer.to is None else await talk.query("to", people.get, offer.to)
    if to is None:
        return
    refusal = why_not_a_seller(talk.policy, to) if to.active else f"{to.name}已经不在公司了,没有转。"
    if refusal is not None:
        return await talk.say(refusal)
    customer = await talk.query("customer", customers.get, access.customers(talk.speaker), deal.customer_id)
    if customer is None:
        return await talk.say(HANDED_AWAY)
    await pass_one_on(talk, opening, customer, to)


async def chosen(talk: Talk, deal: DealFact) -> MemberFact | None:
    """Whom the leader chooses, of those with the fewest open deals first, or names."""
    found = await talk.query("takers", who_could, talk.speaker, deal.owner_id, CHOICES)
    if not found:
        return await colleague_meant(talk, None, WHOM)
    choices = [Choice(taker_label(taker), taker.id) for taker in found]
    answer = await talk.ask(
        "whom",
        f"{deal.customer}交给谁?手上单子少的在前面。",
        choices,
        read_taker,
        matters=partial(still_with, talk.speaker, deal),
    )
    if isinstance(answer, int):
        member: MemberFact | None = await talk.query("chosen", people.get, answer)
        return member
    return await colleague_meant(talk, str(answer), WHOM)


def still_with(speaker: Speaker, deal: DealFact, session: Session) -> bool:
    """Whether a question who gets the deal still matters: not once somebody else of the leader's people has it. Of one
    that is out of scope, the answer is refused."""
    known = deals.get(session, access.deals(speaker), deal.id)
    return known is None or known.owner_id == deal.owner_id


def read_taker(text: str, understanding: Understanding, asked: Asked) -> int | str | NotAnAnswer:
    """The choice that the words name, or the name of somebody else."""
    named = slot_values.word(understanding.slots, "person") or text.strip(" 。.,!").removesuffix("吧")
    for choice in asked.choices:
        if choice.label.startswith(f"{named}·"):
            taker: int = choice.answer
            return taker
    return named if 1 < len(named) <= 8 else NotAnAnswer("发我同事的名字就行。")


FLOW = Flow("assign", version=1, roles=LEADERS, run=assign, offer=Assign)
