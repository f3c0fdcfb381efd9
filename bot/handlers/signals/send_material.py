"""竞品对比表 and other materials that a signal proposes. There is no library yet: that is said, and what helps now."""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.signals.deal_button import open_deal
from bot.turn.opening import Opening, Talk
from bot.wording.offers import AskAlong, PlanStep, SendMaterial


async def send_material(talk: Talk, opening: Opening) -> None:
    offer = SendMaterial.of(opening.params)
    deal = await open_deal(talk, offer.deal)
    if deal is None:
        return
    text = (
        f"「{offer.material}」我这里还没有(资料库还没上线),先跟产品的同事或主管要一份。"
        f"拿到了,约{deal.customer}的时间我来提醒。"
    )
    choices = [
        Choice("安排下一步", opens=PlanStep(deal=deal.id)),
        Choice("约主管一起去", opens=AskAlong(deal.id, offer.signal)),
    ]
    await talk.say(text, choices)


FLOW = Flow("send_material", version=1, roles=SALES, run=send_material, offer=SendMaterial, only_answers=True)
