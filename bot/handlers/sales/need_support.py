"""需要支持 under a nudge: the superior is told at once what is needed, and this breach is not nudged again."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.handover import HANDED_AWAY, handed_away
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import leader_buttons, undo_button
from bot.wording.offers import NeedSupport
from bot.wording.tasks import overdue_line
from config.policy import Policy
from nlu.understanding import Understanding
from sales import breaches, limits
from sales.limits import Overdue
from scheduler import stage_clock

NEEDS = ("报价或折扣", "产品和技术支援", "主管一起拜访")


async def need_support(talk: Talk, opening: Opening) -> None:
    deal_id = NeedSupport.of(opening.params).deal
    found = await talk.query(
        "overdue", limits.overdue_fact, deal_id, opening.at, talk.policy, scope=access.deals(talk.speaker)
    )
    if found is None and await talk.query("lost", handed_away, talk.speaker, deal_id):
        return await talk.say(HANDED_AWAY)
    if found is None:
        return await talk.say("这一单已经不超时了,不用处理。要帮忙直接找主管就行。")
    superior = await talk.query("superior", access.superior, found.deal.owner_id)
    if superior is None:
        return await talk.say("公司里还没有你的主管,这件事我转不出去,找管理员加一下。")
    need = await talk.ask(
        "need",
        f"{found.deal.customer}需要什么支持?点一个,或者直接说。",
        NEEDS,
        partial(read_need, found.deal.customer),
        about=(found.deal.customer,),
        matters=partial(still_overdue, talk.policy, deal_id, opening.at),
    )
    now = await talk.now()
    done = await talk.execute("support", attempt, supported, talk.policy, talk.speaker, deal_id, need, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    line = overdue_line(talk.policy, found, opening.at, with_owner=True).removeprefix("·")
    await talk.say(f"{found.deal.owner}需要支持:{need}\n{line}", leader_buttons(found), kind="alert", to=superior)
    await talk.say(f"已经告诉主管了:{need}。", [undo_button(opening.run)], kind="receipt")


def still_overdue(policy: Policy, deal_id: int, at: datetime, session: Session) -> bool:
    """Whether the deal that was overdue at `at` still is."""
    return limits.overdue_fact(session, deal_id, at, policy) is not None


def read_need(customer: str, text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """What is needed, in any words; words that name another customer than `customer` are no answer."""
    return NotAnAnswer() if understanding.slots.get("customer", customer) != customer else text.strip()


def supported(session: Session, policy: Policy, speaker: Speaker, deal_id: int, need: str, now: datetime) -> None:
    """Save what is needed and cancel the deal's timers. Raises Changed if the deal is no longer overdue."""
    found: Overdue = breaches.locked(session, deal_id, now, policy, access.deals(speaker))
    breaches.support(session, found.breach_id or 0, need, now)
    stage_clock.supported(session, deal_id)


FLOW = Flow("need_support", version=1, roles=SALES, run=need_support, offer=NeedSupport)
