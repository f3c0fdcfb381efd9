"""约主管一起去: the superior is asked to come along to a customer, with the signal for which the rep asks."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.signals.deal_button import open_deal
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals.signals import along_text
from bot.wording.offers import AnswerSupport, AskAlong, ShowCustomer
from config.policy import Policy
from sales import deals, signals
from sales.deals import DealFact
from sales.scope import Actor
from sales.teamwork import people
from scheduler.working_time import WorkingTime


async def ask_along(talk: Talk, opening: Opening) -> None:
    offer = AskAlong.of(opening.params)
    deal = await open_deal(talk, offer.deal)
    if deal is None:
        return
    superior = await talk.query("superior", access.superior, talk.speaker.member_id)
    boss = await talk.query("boss", people.get, superior or 0)
    if boss is None:
        return await talk.say("公司里还没有你的主管,这件事我转不出去,找管理员加一下。")
    found = await talk.query("signal", signals.get, offer.signal or 0)
    asked = await talk.execute("still", still_theirs, deal.id)
    if isinstance(asked, Stale):
        return await talk.say(asked.text)
    choices = [
        Choice("回他一句", opens=AnswerSupport(deal.id)),
        Choice("看看情况", opens=ShowCustomer(deal.customer_id)),
    ]
    text = along_text(talk.policy, talk.speaker.name, asked, found)
    await talk.say(text, choices, kind="alert", to=boss.id)
    quiet = await talk.query("quiet", is_quiet, talk.policy, opening.at)
    told = f"这会儿不打扰{boss.name},上班前告诉他" if quiet else f"已经跟{boss.name}说了"
    await talk.say(f"{told}:想约他一起去{deal.customer}。他回了我告诉你。", kind="receipt")


def is_quiet(_session: Session, policy: Policy, at: datetime) -> bool:
    """Whether nobody is disturbed then."""
    return WorkingTime(policy).is_quiet(at)


def still_theirs(session: Session, by: Actor, deal_id: int) -> DealFact:
    """The open deal, locked, as it is now. Raises Changed if it is closed or out of scope."""
    deals.locked(session, deal_id, by.deals)
    return deals.read(session, deal_id)


FLOW = Flow("ask_along", version=1, roles=SALES, run=ask_along, offer=AskAlong)
