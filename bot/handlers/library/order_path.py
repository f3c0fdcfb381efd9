"""把「X」设为新人必学, 把第一条拿掉, 把第三条调到第一条: a leader says which items new hires learn, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import true

from bot.access import LEADERS
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.library import upkeep
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import learning as wording
from knowledge.trust import care, learning
from knowledge.trust.care import ScriptFact
from nlu.library import path
from nlu.library.path import LAST, PathOrder

SHOWN = 4  # items that a title may mean


async def order_path(talk: Talk, opening: Opening) -> None:
    order = path.order(opening.text)
    items = await talk.query("items", learning.path)
    if order is None:
        return await talk.say(wording.for_leader(items) if items else wording.EMPTY)
    if order.what == "joins":
        named = await talk.query("named", care.named, true(), order.title)
        fact = await which(talk, named, wording.no_script(order.title))
    else:
        fact = await which(talk, meant(items, order), wording.not_on_path(order.title, order.place, len(items)))
    if fact is not None:
        await carry_out(talk, opening, order, fact)


async def which(talk: Talk, found: Sequence[ScriptFact], none: str) -> ScriptFact | None:
    """The only item, or that which is chosen of several; None where there is none, which has been said."""
    if not found:
        await talk.say(none)
        return None
    if len(found) == 1:
        return found[0]
    chosen: ScriptFact = await talk.ask(
        "which", wording.WHICH, [Choice(f"{n}.{fact.title[:20]}", fact) for n, fact in enumerate(found[:SHOWN], 1)]
    )
    return chosen


async def carry_out(talk: Talk, opening: Opening, order: PathOrder, fact: ScriptFact) -> None:
    if order.what == "joins":
        now = await talk.now()
        done = await talk.execute("require", upkeep.require, fact.code, now)
    elif order.what == "leaves":
        done = await talk.execute("release", upkeep.release, fact.code)
    else:
        done = await talk.execute("move", upkeep.move, fact.code, order.to or 1)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    after = await talk.query("after", learning.path)
    text = wording.ordered(order.what, fact.title, int(done), after)
    await talk.say(text, [undo_button(opening.run)] if done else [], kind="receipt")


def meant(items: Sequence[ScriptFact], order: PathOrder) -> tuple[ScriptFact, ...]:
    """The items of the path that are named: by their place, or by their title or a part of it."""
    if order.place is not None:
        place = len(items) if order.place == LAST else order.place
        return tuple(items[place - 1 : place]) if place > 0 else ()
    return learning.called(items, order.title) if order.title else tuple(items) if len(items) == 1 else ()


FLOW = Flow("order_path", version=1, roles=LEADERS, run=order_path, title="排新人必学")
