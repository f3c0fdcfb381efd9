"""Words that are nothing but the next question about what was asked last."""

from __future__ import annotations

from bot.turn import names
from bot.turn.asking.view import last
from bot.turn.context import TurnContext
from bot.turn.references.belonging import Waiting
from bot.turn.runs import Runs
from nlu import asking
from sales.teamwork import people

QUESTION = "query_team"  # as which words are read that are of no intent
OF_FIGURES = frozenset({"set_target", "targets_met", "export_rows", "schedule_report"})  # started by phrases


def answered(context: TurnContext, runs: Runs, waiting: Waiting | None, text: str) -> bool:
    """Whether the words were about figures as no intent is, or leaned on the question before, and were answered. They
    do not where a question waits, or nothing was asked lately."""
    if waiting is not None and not waiting.is_stale:
        return False
    phrased = context.rules.table.phrased(text)
    if phrased is not None and phrased.name in OF_FIGURES:
        meant = names.within_scope(context.session, context.speaker, context.readings.of(text, QUESTION))
        runs.open(phrased, text=text, meant=meant)
        return True
    return asking.may_lean(text) and _leaned(context, runs, text)


def _leaned(context: TurnContext, runs: Runs, text: str) -> bool:
    view = last(context.session, context.conversation_id, context.now)
    of_days = view is not None and view.flow == QUESTION and not view.aspect  # what somebody did is asked in full
    flow = context.rules.table.by_name.get(view.flow) if view is not None and not of_days else None
    if flow is None:
        return False
    meant = context.readings.of(text, flow.intent or QUESTION)
    if not asking.leans(meant, people.team_names(context.session)):
        return False
    runs.open(flow, text=text, meant=names.within_scope(context.session, context.speaker, meant))
    return True
