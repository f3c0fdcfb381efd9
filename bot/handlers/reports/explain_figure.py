"""怎么算的: how a figure is computed, in two lines; with the asker's own, where it was just shown."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.messaging import outbox
from bot.turn.opening import Opening, Talk
from bot.wording import figures as wording
from nlu.asking import formulas
from storage.conversations import Run


async def explain_figure(talk: Talk, opening: Opening) -> None:
    lines = await talk.query("shown", lines_shown, opening.run)
    figure = formulas.formula_of(opening.text)
    given = [line for line in lines if formulas.figure_in(line) == figure or figure is None]
    given = [line for line in given if formulas.figure_in(line) is not None]
    meant = figure or (formulas.figure_in(given[0]) if given else None)
    if meant is None:
        return await talk.say(wording.WHICH)
    await talk.say(wording.formula(talk.policy, meant, given[0] if given else None))


def lines_shown(session: Session, run_id: int) -> tuple[str, ...]:
    """The lines of the last message in the conversation that hold a number."""
    last = outbox.last_said(session, session.get_one(Run, run_id).conversation_id)
    lines = last.splitlines() if last is not None else []
    return tuple(line for line in lines if any(sign.isdigit() for sign in line))


FLOW = Flow(
    "explain_figure",
    version=1,
    starts=(Phrase("asks_formula", formulas.asks_formula),),
    roles=ANY_MEMBER,
    run=explain_figure,
    only_answers=True,
)
