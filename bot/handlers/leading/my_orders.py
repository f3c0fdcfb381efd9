"""What became of what the speaker had colleagues told. 我交代的事办了没"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Intent, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.values import say_time
from nlu import leaders
from sales import slot_values
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact

SINCE = timedelta(days=14)
SHOWN = 10


async def my_orders(talk: Talk, opening: Opening) -> None:
    given = await talk.query("given", instructions.given_by, talk.speaker.member_id, opening.at - SINCE)
    if (name := slot_values.word(opening.understanding.slots, "person")) is not None:
        return await say_answers(talk, opening, name, [order for order in given if order.to == name])
    if not given:
        return await talk.say("这两周你还没让我转告过谁。要交代什么,直接说「让某某……」。")
    done = [order for order in given if order.done_at is not None]
    lines = [
        f"·{order.to}:{order.text}"
        + (f",{say_time(order.done_at, opening.at, talk.policy.zone)}办好了" if order.done_at else ",还没回")
        for order in given[-SHOWN:]
    ]
    await talk.say("\n".join([f"交代了 {len(given)} 件,办好 {len(done)} 件:", *lines]))


async def say_answers(talk: Talk, opening: Opening, name: str, given: list[InstructionFact]) -> None:
    """What became of what one colleague was told. Their own words were passed on when they were said."""
    if not given:
        return await talk.say(f"这两周你没让我转告过{name}什么。要问就说「问一下{name}……」,我转过去。")
    await talk.say("\n".join([f"转告过{name}的(回了话我当时就转给你):", *lines_of(talk, opening, given)]))


def lines_of(talk: Talk, opening: Opening, given: list[InstructionFact]) -> list[str]:
    """One line for each, the newest last."""
    zone = talk.policy.zone
    done = [
        f",{say_time(order.done_at, opening.at, zone)}办好了" if order.done_at else ",还没说办好" for order in given
    ]
    return [f"·「{order.text}」{how}" for order, how in zip(given, done, strict=True)][-SHOWN:]


FLOW = Flow(
    "my_orders",
    version=1,
    starts=(
        Intent("my_orders"),
        Phrase("my_orders", partial(leaders.says, "my_orders")),
    ),
    roles=ANY_MEMBER,
    run=my_orders,
    only_answers=True,
)
