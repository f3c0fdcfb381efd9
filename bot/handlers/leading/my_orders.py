"""What became of what the speaker had colleagues told. 我交代的事办了没"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.values import say_time
from nlu import leaders
from sales.teamwork import instructions

SINCE = timedelta(days=14)
SHOWN = 10


async def my_orders(talk: Talk, opening: Opening) -> None:
    given = await talk.query("given", instructions.given_by, talk.speaker.member_id, opening.at - SINCE)
    if not given:
        return await talk.say("这两周你还没让我转告过谁。要交代什么,直接说「让某某……」。")
    done = [order for order in given if order.done_at is not None]
    lines = [
        f"·{order.to}:{order.text}"
        + (f",{say_time(order.done_at, opening.at, talk.policy.zone)}办好了" if order.done_at else ",还没回")
        for order in given[-SHOWN:]
    ]
    await talk.say("\n".join([f"交代了 {len(given)} 件,办好 {len(done)} 件:", *lines]))


FLOW = Flow(
    "my_orders",
    version=1,
    starts=(Phrase("my_orders", partial(leaders.says, "my_orders")),),
    roles=ANY_MEMBER,
    run=my_orders,
    only_answers=True,
)
