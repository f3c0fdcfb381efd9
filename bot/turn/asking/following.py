"""Words that are nothing but the next question about what was asked last."""

from __future__ import annotations

from bot.conversation import Flow
from bot.turn import names
from bot.turn.asking.view import last
from bot.turn.context import TurnContext
from bot.turn.references.belonging import Waiting
from bot.turn.runs import Runs
from nlu import asking
from nlu.asking import figures
from sales.teamwork import people

QUESTION = "query_team"  # as which words are read that are of no intent
SETS_TARGET = "set_target"
OF_FIGURES = frozenset({SETS_TARGET, "targets_met", "export_rows", "schedule_report"})  # started by phrases


def answered(context: TurnContext, runs: Runs, waiting: Waiting | None, text: str) -> bool:
    """Whether the words were about figures as no intent is, or leaned on the question before, and were answered. They
    do not where a question waits, or nothing was asked lately."""
    if waiting is not None and not waiting.is_stale:
        return False
    flow = _phrased(context, text)
    if flow is None:
        return asking.may_lean(text) and _leaned(context, runs, text)
    meant = names.within_scope(context.session, context.speaker, context.readings.of(text, QUESTION))
    if figures.states_target(text) and "person" not in meant.slots:
        return False
    runs.open(flow, text=text, meant=meant)
    return True


def _phrased(context: TurnContext, text: str) -> Flow | None:
    """The conversation about figures that the words begin."""
    if context.speaker.leads and figures.states_target(text):
        return context.rules.table.by_name[SETS_TARGET]
    flow = context.rules.table.phrased(text)
    return flow if flow is not None and flow.name in OF_FIGURES else None


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
