"""Words about what was just spoken of: the path of new hires, a drill's card, an appeal put to who decides on it, a
script that waits for its reviewer, came back to its author, or was found."""

from __future__ import annotations

from datetime import timedelta

from bot.messaging import offers
from bot.turn.context import TurnContext
from bot.turn.questions import learning, practised, scripts
from bot.turn.questions.scripts import Meaning
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.wording.library import giving as wording
from bot.wording.offers import Contribute, DecideContribution, SettleAppeal
from coaching import drills
from knowledge.points import contributions
from nlu import drills as words
from nlu import giving
from nlu.context import weighs
from nlu.drills import deciding

CARD, SETTLES = "show_drill", SettleAppeal.flow
REVIEWED = timedelta(days=3)
MOST_SHOWN = 3
JUST = timedelta(minutes=30)  # in which an appeal that was put to somebody may be decided on in few words


def answered(
    context: TurnContext, runs: Runs, run: OpenRun | None, text: str, meaning: Meaning, *, is_own: bool
) -> bool:
    """Whether the words were about such a thing, and were carried out; `is_own`: they are the speaker's own."""
    if is_own and (learning.answered(context, runs, run, text) or _of_practice(context, runs, run, text)):
        return True
    if is_own and (_of_review(context, runs, run, text) or _of_return(context, runs, run, text)):
        return True
    return scripts.answered(context, runs, run, text, meaning)


def _of_review(context: TurnContext, runs: Runs, run: OpenRun | None, text: str) -> bool:
    """Whether the words were about scripts that wait for the speaker's decision: which there are, all at once, or one
    that is to be put otherwise first, which its author does."""
    waiting = runs.as_waiting(run)
    if context.speaker.id is None or (waiting is not None and not waiting.is_stale):
        return False
    on_all, asks, rewords = giving.verdict_on_all(text), giving.asks_waiting(text), giving.rewords(text)
    postpones = giving.postpones(text)
    if (on_all is None and not asks and not rewords and not postpones) or (not asks and weighs(text)):
        return False
    found = [
        contributions.get(context.session, key) for key in contributions.asked_of(context.session, context.speaker.id)
    ]
    waits = [fact for fact in found if fact is not None and fact.is_waiting]
    if rewords and waits and _is_put(context):
        context.say(wording.AUTHOR_REWORDS, wording.request_choices(waits[-1]))
    elif postpones:
        if not waits or not _is_put(context, last=True):
            return False
        context.say(wording.left(waits), wording.request_choices(waits[-1]) if len(waits) == 1 else ())
    elif on_all and waits:
        for fact in waits:
            offer = DecideContribution(fact.id, granted=True)
            runs.open(context.rules.table.by_name[offer.flow], params=offer.params)
    elif asks or (on_all is False and waits):
        context.say(wording.waiting(waits, returns=on_all is False))
        for fact in waits[:MOST_SHOWN]:
            context.say(wording.request(context.rules.policy, fact), wording.request_choices(fact))
    else:
        return False
    return True


def _is_put(context: TurnContext, *, last: bool = False) -> bool:
    """Whether a script was lately put to the speaker, or is shown to them; with `last`, and nothing was since."""
    since = context.now - REVIEWED
    put = offers.newest_opening(context.session, context.conversation_id, DecideContribution.flow, since)
    return put is not None and (put.is_last or not last)


def _of_return(context: TurnContext, runs: Runs, run: OpenRun | None, text: str) -> bool:
    """Whether the words were of a script of the speaker's that came back and is better now. That it is, without the
    words, means it only right behind the news."""
    better, waiting = giving.resubmitted(text), runs.as_waiting(run)
    if better is None or context.speaker.id is None or (waiting is not None and not waiting.is_stale):
        return False
    newest = next(iter(contributions.of_member(context.session, context.speaker.id)), None)
    if newest is None or newest.granted is not False:
        return False
    put = offers.newest_opening(context.session, context.conversation_id, Contribute.flow, context.now - REVIEWED)
    if put is None or not (better or put.is_last):
        return False
    offer = Contribute(again=newest.id)
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True


def _of_practice(context: TurnContext, runs: Runs, run: OpenRun | None, text: str) -> bool:
    """Whether the words asked something of the card just shown, or decided on an appeal just put."""
    waiting = runs.as_waiting(run)
    if context.speaker.id is None or (waiting is not None and not waiting.is_stale):
        return False
    table, here = context.rules.table.by_name, context.conversation_id
    if words.asks_after(text) and practised.lately(context.session, here, context.now, also=(CARD,)):
        runs.open(table[CARD], text=text)
        return True
    if (
        deciding.on_appeal_here(text) is None
        or weighs(text)
        or not drills.waiting_appeals(context.session, context.speaker.id)
    ):
        return False
    put = offers.newest_opening(context.session, here, SETTLES, context.now - JUST)
    if put is None:
        return False
    runs.open(table[SETTLES], text=text)
    return True
