"""A deal is won or lost. 恒泰签了,48万 / 宏远丢了,选了竞品

If it is not clear which, or the words only suppose it (丢了吧), the person is asked. Right after a loss, words that say
only a reason are the reason of that loss. A deal that is closed already is said to be, with what may be changed about
it.
"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared import loss
from bot.handlers.shared.closed_deals import correct_sum, reopen_buttons
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.stage_move import move_deal
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import choose_deal
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.wording.buttons import loss_reason_buttons
from bot.wording.stages import closed_state, deal_name
from nlu import following
from nlu.understanding import Understanding
from sales import slot_values, stages
from sales.deals import CLOSED, LOST, WON, DealFact
from sales.stages import Closed


async def close_deal(talk: Talk, opening: Opening) -> None:
    lost = await talk.query("lost", loss.unexplained, talk.speaker, opening)
    if lost is not None:
        return await loss.explain(talk, opening, lost.id, slot_values.words(opening.understanding.slots, "objection"))
    outcome = slot_values.word(opening.understanding.slots, "stage")
    if not loss.names_another(opening):
        told = await talk.query("told", loss.closed_just_now, talk.speaker, opening)
        if told is not None and told.deal.stage == outcome:
            return await closed_already(talk, opening, told)
    deal = await deal_to_close(talk, opening)
    if deal is None:
        return
    if outcome not in CLOSED:
        choices = [Choice("成交", "won"), Choice("丢单", "lost")]
        outcome = await talk.ask("how", f"{deal.customer}这单是成交了,还是丢了?", choices, about=(deal.customer,))
    elif following.closes_perhaps(opening.text):
        question = f"{deal_name(deal)}要记成{talk.policy.stage_name(outcome)}吗?"
        choices = [Choice("记上", True), Choice("先不记", False)]
        if not await talk.ask("closed", question, choices, read_closed, about=(deal.customer,)):
            return await talk.say(f"好,没记,{deal_name(deal)}还在{talk.policy.stage_name(deal.stage)}。")
    await move_deal(talk, opening, deal, outcome)


def read_closed(text: str, understanding: Understanding, asked: Asked) -> bool | NotAnAnswer:
    """Whether a deal is won or lost, in words: it is (丢了, 是的) or not (先别, 再争取一周)."""
    agreed = labels.agreement(asked.choices, text)
    if agreed is not None:
        return agreed
    if following.denies_closing(text) or understanding.intent == "deny":
        return False
    closes = understanding.intent in ("close_deal", "confirm") and not following.closes_perhaps(text)
    return True if closes else NotAnAnswer("要不要记,点一下。")


async def deal_to_close(talk: Talk, opening: Opening) -> DealFact | None:
    """The open deal that the words mean; None if there is none, which the person has been told."""
    slots = (await in_context(talk, opening, opening.understanding)).slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    customer = (await choose_customer(talk, opening, words, contacts)).customer
    if customer is None:
        return None
    deal = (await choose_deal(talk, opening, customer, slot_values.word(slots, "product"))).deal
    if deal is not None:
        return deal
    found = await talk.query("closed", stages.closed_of, access.deals(talk.speaker), customer.id)
    if found:
        await closed_already(talk, opening, found[0])
    else:
        await talk.say(f"{customer.name}现在没有你在跟的单子。")
    return None


async def closed_already(talk: Talk, opening: Opening, closed: Closed) -> None:
    """Say since when and why the deal is closed. Another reason or sum than the one kept corrects it."""
    slots = opening.understanding.slots
    outcome, reason = slot_values.word(slots, "stage"), slot_values.words(slots, "objection")
    deal, amount = closed.deal, slot_values.fen(slots.get("amount"))
    if closed.is_lost and outcome == LOST and reason and set(reason) != set(closed.reason):
        return await loss.explain(talk, opening, deal.id, reason)
    if not closed.is_lost and outcome == WON and amount is not None and amount != deal.amount_fen:
        return await correct_sum(talk, opening, deal, amount)
    state = closed_state(talk.policy, closed, opening.at)
    same = outcome == deal.stage
    why = loss_reason_buttons(talk.policy, deal.id) if closed.is_lost and same else []
    ask = "原因不对就点一个,又回来谈了就重新打开。" if why else "记错了或者又在谈,先重新打开。"
    said = "已经记过了" if same else "已经结单了"
    await talk.say(f"{deal_name(deal)}{said}:{state}。{ask}", [*reopen_buttons(talk.policy, closed), *why])


FLOW = Flow("close_deal", version=1, starts=(Intent("close_deal"),), roles=SALES, run=close_deal, title="成交或丢单")
