"""The sum of an open deal is put right. 把大运那单改成17万 / 报价改成86.8万 / 大运金额48万

Words and the button under a record that told another sum open it. The sum kept before stays in the audit, and in the
receipt.
"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.closed_deals import correct_sum
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.opening import Opening, Talk
from bot.turn.undo import correctable
from bot.wording.offers import ChangeAmount
from bot.wording.stages import deal_name
from bot.wording.turn import HANDED_AWAY
from bot.wording.values import say_money
from sales import deals


async def change_amount(talk: Talk, opening: Opening) -> None:
    offer = ChangeAmount.of(opening.params)
    if offer.deal is not None and offer.amount_fen is not None:
        given = await talk.query("deal_given", deals.get, access.deals(talk.speaker), offer.deal)
        if given is None or given.closed:
            return await talk.say(HANDED_AWAY if given is None else "这一单已经结了,金额没动。")
        return await correct_sum(talk, opening, given, offer.amount_fen)
    amount_fen = correctable.sum_said(opening.understanding)
    deal = await deal_meant(talk, opening)
    if deal is None or amount_fen is None:
        return None
    if correctable.fell_again(opening.understanding) and deal.amount_fen and amount_fen * 2 <= deal.amount_fen:
        left = deal.amount_fen - amount_fen
        choices = [
            Choice(f"降了 {say_money(amount_fen)},到 {say_money(left)}", left),
            Choice(f"降到 {say_money(amount_fen)}", amount_fen),
        ]
        question = f"{deal_name(deal)}现在记的是 {say_money(deal.amount_fen)},是哪种?"
        amount_fen = await talk.ask("fell", question, choices, about=(deal.customer,))
    return await correct_sum(talk, opening, deal, amount_fen)


FLOW = Flow("change_amount", version=1, roles=SALES, run=change_amount, offer=ChangeAmount)
