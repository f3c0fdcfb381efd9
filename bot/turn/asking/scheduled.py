"""Questions that somebody wants answered again and again, as if they had asked at that moment: which of them may be,
and how one comes in again. What the words mean is read anew each time, with the rights and the days of that time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.conversation import Flow
from bot.messaging import inbox
from bot.messaging.inbound import Asked, Said
from bot.turn import names, router
from bot.turn.asking.asked import OF_MANY, WITHOUT_VIEW
from bot.turn.context import TurnContext
from bot.turn.runs import Runs
from bot.turn.speaker.by_speaker import FIGURE, read_by_speaker
from bot.turn.speaker.hearing import Hearing
from nlu.schema import schema
from nlu.understanding import Understanding
from storage.conversations import Inbox

CHANNEL = "clock"  # of what comes in by the clock
AGAIN = (
    WITHOUT_VIEW
    | OF_MANY
    | {"query_funnel", "query_health", "targets_met", "my_tasks", "my_reminders", "my_tickets", "my_orders"}
    | {"support_waiting", "answer_times", "ask_leads", "who_is_away", "who_covers", "customer_info", "export_rows"}
    | {"points_ranking", "team_learning", "wanted_scripts", "drill_history", "exam_progress"}
)  # flows whose answers are lists or figures that change from day to day
FLOW, TEXT = "asks", "said"  # of a schedule that is kept


def flow_asked(context: TurnContext, text: str) -> Flow | None:
    """The flow that would answer the words; None where they ask nothing that may come again."""
    table = context.rules.table
    flow = table.phrased(text)
    if flow is None:
        read = partial(_read, context)
        hearing = Hearing(context.session, context.speaker, read, context.rules.policy, context.local_now)
        route = router.opening(read_by_speaker(read(text), hearing), table)
        flow = route.flow if isinstance(route, router.Open) else None
    return flow if flow is not None and flow.name in AGAIN and flow.admits(context.speaker.roles) else None


def kept(asked: Asked) -> Mapping[str, str]:
    """A question as its schedule keeps it."""
    return {FLOW: asked.flow, TEXT: asked.text}


def of_schedule(view: Mapping[str, object]) -> Asked | None:
    """The question that a schedule keeps; None where it keeps a view."""
    flow, text = view.get(FLOW), view.get(TEXT)
    return Asked(flow, text) if isinstance(flow, str) and isinstance(text, str) else None


def put(session: Session, member_id: int, asked: Asked, key: str, now: datetime) -> None:
    """Have a question come in now as if the member had asked it; `key` recognizes this time."""
    conversation_id = inbox.conversation_of_member(session, member_id)
    said = Said(asked=asked).as_json()
    session.add(Inbox(channel=CHANNEL, event_id=key, address="", conversation_id=conversation_id, said=said, at=now))


def answer(context: TurnContext, runs: Runs, asked: Asked) -> None:
    """Answer a question that has come in by the clock; nobody hears of one that is not for them any more."""
    flow = context.rules.table.by_name.get(asked.flow)
    if flow is None or not flow.admits(context.speaker.roles):
        return
    intent = flow.intent if flow.intent in {*schema().intents} else FIGURE
    runs.open(flow, text=asked.text, meant=_read(context, asked.text, intent))


def _read(context: TurnContext, text: str, intent: str | None = None) -> Understanding:
    return names.within_scope(context.session, context.speaker, context.readings.of(text, intent))
