"""What somebody is to sell in a month. 给张伟定这个月80万目标"""

from __future__ import annotations

from bot.access import LEADERS
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.asking.spans import period_said, this_month
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.reports import targets as wording
from nlu.asking import figures
from nlu.entities.money import find_sums
from nlu.understanding import Understanding
from sales import slot_values
from sales.teamwork import targets


async def set_target(talk: Talk, opening: Opening) -> None:
    here = opening.at.astimezone(talk.policy.zone)
    named = slot_values.word(opening.understanding.slots, "person")
    member = await colleague_meant(talk, named, wording.ASK_WHOM)
    if member is None:
        return
    amount = fen_said(opening.text)
    if amount is None:
        amount = await talk.ask("amount", wording.ASK_AMOUNT, parse=read_amount)
    period = period_said(opening.text, here) or this_month(here.date())
    done = await talk.execute("set", targets.set_target, member.id, period, amount, opening.at)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_LED)
    await talk.say(wording.receipt(done, period, here.date()), [undo_button(opening.run)], kind="receipt")
    if member.id != talk.speaker.id:
        await talk.say(wording.told(opening.speaker.name, done, period, here.date()), to=member.id)


def fen_said(text: str) -> int | None:
    """The sum that words name, in 分."""
    sums = find_sums(text)
    return slot_values.fen(sums[-1].amount) if sums else None


def read_amount(text: str, _understanding: Understanding, _asked: Asked) -> int | NotAnAnswer:
    """A sum as the answer."""
    amount = fen_said(text)
    return NotAnAnswer(wording.ASK_AMOUNT) if amount is None else amount


FLOW = Flow(
    "set_target",
    version=1,
    starts=(Phrase("sets_target", figures.sets_target),),
    roles=LEADERS,
    run=set_target,
    title="定目标",
)
