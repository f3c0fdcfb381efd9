"""What a button of an offer does: it opens a flow, or takes up a run whose question was left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Offer, SaidWords
from bot.messaging import offers
from bot.turn import names, router, run_stack
from bot.turn.context import TurnContext
from bot.turn.references.labels import tidy
from bot.turn.references.topic import WINDOW
from bot.turn.run_stack import RunRow
from bot.turn.runs import Runs
from bot.wording import turn as wording
from bot.wording.offers import LogFollowup
from sales.cadence import unfinished

UNDOES = "undo"  # the flow
LONGEST_LABEL = 24  # characters of a button's label that may be typed instead of tapped


def offer_named(context: TurnContext, text: str, *, asked: bool) -> offers.OfferRow | None:
    """The message one of whose buttons words may name: the newest; while something else is `asked`, the newest one of
    the last minutes that has a button of exactly these words."""
    if len(text) > LONGEST_LABEL:
        return None
    here = (context.session, context.conversation_id)
    if not asked:
        return offers.newest(*here)
    words = tidy(text)
    shown = offers.since(*here, context.now - WINDOW) if words and not words.isdigit() else []
    return next((offer for offer in shown if any(_is_named(one, words) for one in offer.choices)), None)


def _is_named(choice: Mapping[str, Any], words: str) -> bool:
    """Whether a button is called so; 撤回 takes back what was done last, an open form first."""
    return tidy(choice["label"]) == words and choice.get("opens") != UNDOES


def take(context: TurnContext, runs: Runs, offer: offers.OfferRow, index: int, text: str = "") -> None:
    """Do what choice `index` of an offer says; `text` are the words that took it, where they say more."""
    choice = offer.choices[index]
    opened = context.rules.table.offered(choice.get("opens", ""), choice.get("params", {}))
    if opened is None:
        return context.say(wording.QUESTION_CLOSED)
    if (label := offers.answered_by(context.session, offer.choices, index)) is not None:
        return context.say(wording.answered_already(label))
    flow = context.rules.table.by_name[opened.flow]
    if (left := _left_open(context, opened)) is not None:
        offers.taken(context.session, offer, index, left.id, context.now)
        return _go_on(context, runs, left, run_stack.said(left))
    if not isinstance(opened, SaidWords):
        run_id = runs.open(flow, text=text, params=opened.params)
        return offers.taken(context.session, offer, index, run_id, context.now)
    row = run_stack.get(context.session, opened.run, context.conversation_id) if opened.run is not None else None
    if row is None or row.status == "drifted":
        at = offer.at if row is None else row.opened_at
        run_id = runs.open(flow, params={"said": opened.said}, at=at)
        return offers.taken(context.session, offer, index, run_id, context.now)
    offers.taken(context.session, offer, index, row.id, context.now)
    if row.may_go_on:
        return _go_on(context, runs, row, opened.said)
    runs.repeats = True
    context.say(wording.QUESTION_CLOSED)


def _left_open(context: TurnContext, opened: Offer | SaidWords) -> RunRow | None:
    """The run that still asks for a field of what was told of the deal of which this button reports."""
    member, deal = context.speaker.id, opened.deal if isinstance(opened, LogFollowup) else None
    if member is None or deal is None:
        return None
    run_id = unfinished.of_deal(context.session, member, deal, context.now)
    row = run_stack.get(context.session, run_id, context.conversation_id) if run_id is not None else None
    return row if row is not None and row.may_go_on else None


def _go_on(context: TurnContext, runs: Runs, row: RunRow, said: str) -> None:
    """Take up a run: its question is put again where these words began it, else they are the answer."""
    run = runs.take_up(row)
    if run is None or run.question is None:
        return None
    if said == run_stack.said(row):
        return runs.put_again(run, wording.going_on(said))
    meant = names.within_scope(context.session, context.speaker, context.readings.of(said))
    answer = router.read(said, meant, Asked(context.local_now, run.question.choices, is_latest=False), run.question)
    return runs.put_again(run, answer.hint) if isinstance(answer, NotAnAnswer) else runs.answer(run, answer)
