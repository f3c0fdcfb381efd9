"""Questions that take all words said right to them: what is said to the customer of a drill sounds like a report, or an
order. A label, a command, a report about a customer of the speaker's and a question about their own work are not said
to them; what such a question claims is, whatever else it means."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import Ask, Asked, Spoken
from bot.turn import names, router
from bot.turn.context import TurnContext
from bot.turn.references.belonging import REPORT
from bot.turn.references.labels import pick, tidy
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from nlu.drills import during
from nlu.understanding import Understanding

Meaning = Callable[[TurnContext, str], Understanding]


def answered(context: TurnContext, runs: Runs, run: OpenRun | None, text: str, meaning: Meaning) -> bool:
    """Whether the words answered such a question of `run`, the one put last."""
    waiting = runs.as_waiting(run)
    if run is None or waiting is None or waiting.is_stale or not waiting.ask.verbatim:
        return False
    media = context.spoken
    spoken = None if media is None else Spoken(media.key, media.lasted, media.pauses)
    asked = Asked(context.local_now, waiting.ask.choices, spoken=spoken)
    meant = meaning(context, text)
    claims = waiting.ask.claims
    if claims is None or not claims(context.session, text, meant, asked):
        if not _may_be_said(waiting.ask, text, context.rules.table) or during.asks_own_work(text):
            return False
        if meant.intent == REPORT and names.names_own_customer(context.session, context.speaker, meant):
            return False
        if during.tells_of_contact(text) and names.customers_of_contact(context.session, context.speaker, meant):
            return False
    runs.answer(run, router.read(text, meant, asked, waiting.ask))
    return True


def _may_be_said(ask: Ask, text: str, table: router.FlowTable) -> bool:
    plain = tidy(text)
    if pick(ask.choices, plain) is not None or plain in router.CANCEL | router.BACK:
        return False
    return router.opening_command(text, table) is None
