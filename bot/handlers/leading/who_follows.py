"""Other departments ask who looks after a customer, and tell how something stands. 谁负责古陶 / 鼎新的首付款还没到账

They see no deals: they hear who follows the customer, and what they say is passed on by one tap.
"""

from __future__ import annotations

from sqlalchemy import true
from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.turn.opening import Opening, Talk
from nlu import leaders
from sales import customers, slot_values
from sales.customers import CustomerFact
from sales.teamwork import people

NO_CUSTOMER = "说的是哪家客户?带上客户名字说一句,我告诉跟这家的同事。"
NO_FIGURES = "单子和数字归销售那边看,我这里不能给你看。要问谁,说「问一下某某……」,我转过去。"


async def who_follows(talk: Talk, opening: Opening) -> None:
    found = await talk.query("customer", called, slot_values.word(opening.understanding.slots, "customer"))
    asks = leaders.remarks("who_follows", opening.text)
    if found is None and "asks" in opening.understanding.factuality and not asks:
        return await talk.say(NO_FIGURES)
    if found is None:
        return await talk.say("是哪家客户?发我公司里的叫法,我告诉你谁在跟。" if asks else NO_CUSTOMER)
    owner = await talk.query("owner", people.get, found.owner_id or 0)
    if owner is None or not owner.active:
        return await talk.say(f"{found.name}现在没有人在跟,问问销售主管。")
    if asks:
        return await talk.say(f"{found.name}是{owner.name}在跟。有话要带,说「转告{owner.name}……」。")
    if "asks" in opening.understanding.factuality:
        return await talk.say(f"单子的情况我不能给你看。{found.name}是{owner.name}在跟,可以直接问他。")
    choices = [Choice(f"告诉{owner.name}", True), Choice("不用", False)]
    if await talk.ask("tell", f"{found.name}是{owner.name}在跟,要我把这句话告诉他吗?", choices):
        return await tell_colleagues(talk, opening, (owner,), opening.text.strip())
    await talk.say("好,没转。")


def called(session: Session, words: str | None) -> CustomerFact | None:
    """The one customer of exactly this name in the company."""
    found = customers.find(session, true(), words) if words else ()
    return found[0] if len(found) == 1 and not found[0].near else None


FLOW = Flow("who_follows", version=1, starts=(Intent("who_follows"),), roles=ANY_MEMBER, run=who_follows)
