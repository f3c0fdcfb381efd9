"""我要学什么: 新人必学, one item after the other, each ticked once; where somebody is, stays over any break."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.access import SALES
from bot.conversation import Flow, Phrase
from bot.handlers.shared.library import upkeep
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.library import learning as wording
from bot.wording.offers import LearnScript
from knowledge.trust import learning
from knowledge.trust.care import ScriptFact
from nlu import library as said
from nlu.library import path


async def learning_path(talk: Talk, opening: Opening) -> None:
    offer = LearnScript.of(opening.params)
    items = await talk.query("items", learning.path)
    learnt = frozenset(await talk.query("learnt", learning.learnt_by, talk.speaker.member_id))
    if not items:
        return await talk.say(wording.EMPTY)
    if opening.speaker.leads and offer.code is None:
        return await talk.say(wording.for_leader(items))
    if offer.everything or said.asks_whole_path(opening.text):
        until = await talk.query("until", learning.deadline, talk.speaker.member_id)
        text = wording.everything(items, learnt, until, opening.at.astimezone(talk.policy.zone).date())
        return await talk.say(text, [wording.GO_ON])
    step = path.step(opening.text)
    if step == "left":
        return await talk.say(wording.left(items, learnt), [wording.GO_ON])
    if step == "until":
        day = await talk.query("deadline", learning.deadline, talk.speaker.member_id)
        today = opening.at.astimezone(talk.policy.zone).date()
        return await talk.say(wording.until(day, items, learnt, today), [wording.GO_ON])
    if offer.done and offer.code is not None:
        learnt = await tick(talk, items, learnt, offer.code)
    await show_next(talk, items, learnt, offer.code)


async def tick(talk: Talk, items: Sequence[ScriptFact], learnt: frozenset[str], code: str) -> frozenset[str]:
    """The item is learnt; returns all that are."""
    item = next((item for item in items if item.code == code), None)
    if item is None:
        await talk.say(wording.NO_LONGER)
        return learnt
    now = await talk.now()
    done = await talk.execute("learn", upkeep.learn, code, now)
    if isinstance(done, Stale):
        await talk.say(done.text)
        return learnt
    learnt |= {code}
    count = sum(known.code in learnt for known in items)
    text = wording.ticked if done else wording.ticked_before
    await talk.say(text(item.title, count, len(items)), kind="receipt")
    return learnt


async def show_next(talk: Talk, items: Sequence[ScriptFact], learnt: Collection[str], after: str | None) -> None:
    """Show the first item after this one that is not learnt yet, from the beginning again after the last."""
    place = next((place for place, item in enumerate(items, 1) if item.code == after), 0)
    in_turn = [*enumerate(items[place:], place + 1), *enumerate(items[:place], 1)]
    left = [(number, item) for number, item in in_turn if item.code not in learnt]
    if not left:
        return await talk.say(wording.all_learnt(len(items)), [wording.PRACTISE])
    number, item = left[0]
    now = await talk.now("shown_at")
    await talk.execute("shown", upkeep.show, [item.code], now)
    count = sum(known.code in learnt for known in items)
    text = wording.next_item(talk.policy, item, number, len(items), count)
    await talk.say(text, wording.item_buttons(item, is_last=len(left) == 1))


FLOW = Flow(
    "learning_path",
    version=1,
    starts=(Phrase("asks_path", said.asks_path),),
    roles=SALES,
    run=learning_path,
    title="新人必学",
    offer=LearnScript,
)
