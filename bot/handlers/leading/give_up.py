"""A leader says that a deal is not worth going on with (放弃吧,没戏): nothing is closed by that.

One tap tells its owner, another closes it.
"""

from __future__ import annotations

from bot.access import LEADERS
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.leading.spoken_of import deal_spoken_of
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import deal_label
from sales.teamwork import people

CLOSE = "close_deal"


async def give_up(talk: Talk, opening: Opening) -> None:
    deal = await deal_spoken_of(talk, opening)
    if deal is None:
        return
    name = f"{deal.customer}·{deal_label(talk.policy, deal)}"
    close = Choice("记丢单", opens=SaidWords(CLOSE, opening.text))
    if deal.owner_id == talk.speaker.id:
        return await talk.say(f"{name}要记丢单吗?没点之前不动。", [close])
    choices = [Choice(f"转告{deal.owner}", "tell"), Choice("记丢单", "close"), Choice("先不动", "leave")]
    answer = await talk.ask("what", f"{name}还在{deal.owner}手上,没有动。是转告他,还是直接记丢单?", choices)
    if answer == "tell":
        owner = await talk.query("owner", people.get, deal.owner_id)
        return await tell_colleagues(talk, opening, (owner,) if owner else (), opening.text.strip())
    if answer == "close":
        return await talk.say(f"再点一下就记:{name}→丢单。", [close])
    await talk.say(f"好,{deal.customer}不动。")


FLOW = Flow("give_up", version=1, starts=(Intent("give_up"),), roles=LEADERS, run=give_up)
