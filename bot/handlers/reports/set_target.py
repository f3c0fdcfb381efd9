"""What people, or a team, are to sell in a month. 给张伟定这个月80万目标 / 东区12月目标300万 / 张伟80万,陈静60万"""

from __future__ import annotations

from bot.access import LEADERS
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.asking import targets as asked_for
from bot.turn import asking
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.reports import targets as wording
from nlu import questions
from nlu.asking import figures
from nlu.asking import targets as words
from nlu.understanding import Understanding
from sales import slot_values
from sales.teamwork import targets
from sales.teamwork.targets import TargetSet

TARGETS_MET = "targets_met"  # the conversation that goes on about them
TRIES = 2
LONGEST_NAMES = 40  # characters


async def set_target(talk: Talk, opening: Opening) -> None:
    here = opening.at.astimezone(talk.policy.zone)
    said: asked_for.Meant = await talk.query(
        "meant", asked_for.meant, talk.speaker, talk.policy, opening.text, opening.run, opening.at
    )
    for number in range(1, TRIES + 1):
        if said.aims:
            break
        question = wording.ASK_WHOM if number == 1 else wording.NOBODY_MEANT
        answer: str = await talk.ask(
            f"whom{number}", question, [Choice(name, name) for name in said.offered], read_whom
        )
        of = (talk.speaker, talk.policy, said, answer, opening.run, opening.at)
        said = await talk.query(f"meant{number + 1}", asked_for.answered, *of)
    if not said.aims:
        return await talk.say(wording.NOBODY_AFTER_ALL)
    if any(aim.amount_fen is None for aim in said.aims):
        said = said.with_amount(await talk.ask("amount", wording.ASK_AMOUNT, parse=read_amount))
    if said.doubtful and not await talk.ask("each", wording.ask_each(said.aims), EACH):
        return await talk.say(wording.NOT_EACH)
    done = await talk.execute("set", targets.set_targets, said.aims, said.period, opening.at)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_LED)
    made: tuple[TargetSet, ...] = done
    last = made[-1]
    view = asking.View(
        TARGETS_MET, asking.TARGET_SET, team_id=last.team_id, member_id=last.member_id, first=said.first, last=said.last
    )
    await talk.query("view", asking.kept, view)
    await talk.say(wording.receipt(made, said.period, here.date()), [undo_button(opening.run)], kind="receipt")
    for one in made:
        for to in await talk.query(f"to{one.member_id or ''}-{one.team_id or ''}", asked_for.whom_to_tell, one):
            if to != talk.speaker.id:
                await talk.say(wording.told(opening.speaker.name, one, said.period, here.date()), to=to)


EACH = [Choice("每人都是", True), Choice("不是", False)]


def read_whom(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The words that may name somebody."""
    plain = text.strip()
    return NotAnAnswer(wording.ASK_WHOM) if len(plain) > LONGEST_NAMES or questions.asks(plain) else plain


def read_amount(text: str, _understanding: Understanding, _asked: Asked) -> int | NotAnAnswer:
    """A sum as the answer, in 分."""
    amount = slot_values.fen(words.amount_said(text))
    return NotAnAnswer(wording.ASK_AMOUNT) if amount is None else amount


FLOW = Flow(
    "set_target",
    version=2,
    starts=(Phrase("sets_target", figures.sets_target),),
    roles=LEADERS,
    run=set_target,
    title="定目标",
)
