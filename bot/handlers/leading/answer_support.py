"""What a leader says to a rep who asked for support goes back to the rep. 含运费可以,但要预付一半"""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import LEADERS
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import log_button
from bot.wording.offers import AnswerSupport
from bot.wording.turn import HANDED_AWAY
from sales import deals
from sales.deals import DealFact
from sales.scope import Actor


async def answer_support(talk: Talk, opening: Opening) -> None:
    deal_id = AnswerSupport.of(opening.params).deal
    deal = await talk.query("deal", deals.get, access.deals(talk.speaker), deal_id)
    if deal is None:
        return await talk.say(HANDED_AWAY)
    said = opening.text.strip() or await talk.ask("said", f"要回{deal.owner}什么?直接说,我转给他。")
    led = await talk.execute("still", still_led, deal_id)
    if isinstance(led, Stale):
        return await talk.say(led.text)
    if led.owner_id == talk.speaker.id:
        return await talk.say("这一单现在是你自己在跟。")
    text = f"{talk.speaker.name}回你{led.customer}的支持请求:{said}"
    await talk.say(text, [log_button(deal=led.id)], kind="receipt", to=led.owner_id)
    await talk.say(f"已经回给{led.owner}:{said}", kind="receipt")


def still_led(session: Session, by: Actor, deal_id: int) -> DealFact:
    """The deal, locked, as it is now: its owner may be another one since. Raises Changed if it is out of scope."""
    deals.locked_in_any_stage(session, deal_id, by.deals)
    return deals.read(session, deal_id)


FLOW = Flow("answer_support", version=2, roles=LEADERS, run=answer_support, offer=AnswerSupport)
