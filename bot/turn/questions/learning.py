"""Words about the path of new hires while it is spoken of: 学完了, 下一条, 还差几条; a leader's 把第一条拿掉."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from bot.messaging import offers
from bot.turn.context import TurnContext
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.wording.library import learning as wording
from bot.wording.offers import LearnScript, RequireScript
from knowledge.trust import learning
from nlu.library import path
from nlu.library.path import PathOrder
from storage.conversations import Run

ORDERS = "order_path"
FLOWS = frozenset({LearnScript.flow, RequireScript.flow, ORDERS, "assign_path", "team_learning"})  # that speak of it
LATELY = timedelta(minutes=30)  # in which words may still be about what was spoken of
SAME_DAY = timedelta(hours=12)  # in which 学完了 may mean the item that was shown last
ASKS = frozenset({"left", "until"})  # steps that the flow reads itself
READ = 20  # messages looked through


def answered(context: TurnContext, runs: Runs, run: OpenRun | None, text: str) -> bool:
    """Whether the words were about the path, and were carried out."""
    waiting = runs.as_waiting(run)
    if context.speaker.id is None or (waiting is not None and not waiting.is_stale):
        return False
    order = path.order(text)
    if order is not None:
        return _ordered(context, runs, order, text)
    if path.wonders(text) and ("必学" in text or is_spoken_of(context)):
        context.say(wording.NOT_ORDERED)
        return True
    step, table = path.step(text), context.rules.table.by_name
    if step is None or not (is_spoken_of(context) or _names_path(context, step, text)):
        return False
    code = _shown(context, SAME_DAY if step == "done" else LATELY)
    offer = LearnScript(everything=True) if step == "listed" else LearnScript(code, done=step == "done" and bool(code))
    runs.open(table[LearnScript.flow], text=text if step in ASKS else "", params=offer.params)
    return True


def is_spoken_of(context: TurnContext) -> bool:
    """Whether the newest thing in the conversation is about the path."""
    return _newest_flow(context) in FLOWS


def _ordered(context: TurnContext, runs: Runs, order: PathOrder, text: str) -> bool:
    table = context.rules.table.by_name
    if order.what == "leaves" and not order.title and order.place is None:
        shown = _choice(context, RequireScript.flow, LATELY, wanted=False)
        runs.open(table[RequireScript.flow if shown else ORDERS], text=text, params=shown or {})
        return True
    by_title = bool(order.title and learning.called(learning.path(context.session), order.title))
    by_place = order.place is not None and is_spoken_of(context)
    if not (order.is_plain or by_title or by_place):
        return False
    runs.open(table[ORDERS], text=text)
    return True


def _shown(context: TurnContext, within: timedelta) -> str | None:
    found = _choice(context, LearnScript.flow, within, done=True)
    return str(found["code"]) if found is not None else None


def _choice(context: TurnContext, flow: str, within: timedelta, **given: bool) -> dict[str, object] | None:
    """What the newest choice lately shown that opens a flow with these parameters gives to it."""
    for message in offers.shown(context.session, context.conversation_id, context.now - within, READ):
        for choice in message.choices:
            params = choice.get("params", {})
            if choice.get("opens") == flow and given.items() <= params.items():
                return dict(params)
    return None


def _names_path(context: TurnContext, step: str, text: str) -> bool:
    """Whether words that take this step say themselves that it is one of the path."""
    return (step == "listed" and "必学" in text) or (step == "done" and "学" in text and _is_hire(context))


def _is_hire(context: TurnContext) -> bool:
    return context.speaker.role == learning.NEW_HIRE


def _newest_flow(context: TurnContext) -> str | None:
    mine = (col(Run.conversation_id) == context.conversation_id, col(Run.updated_at) >= context.now - LATELY)
    newest = select(col(Run.flow)).where(*mine).order_by(col(Run.updated_at).desc(), col(Run.id).desc()).limit(1)
    found: str | None = context.session.execute(newest).scalar()
    return found
