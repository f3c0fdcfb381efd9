"""Words that are no order and that nothing else answers: questions that lie near to them are offered; others (保修几年,
数据能传环保局吗) are looked for in the script library, before it is said that they are not understood."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.access import SALES
from bot.admin.library_question import question
from bot.turn import router
from bot.turn.context import TurnContext
from bot.turn.questions import learning, nearest, practised
from bot.turn.runs import Runs
from bot.wording import turn as wording
from nlu import plans, replies
from nlu.understanding import Understanding
from storage.background import Audit
from storage.library import Script

LOOK_UP, REFUSES = "look_up", "out_of_scope"  # flows
SHORTEST, LONGEST = 4, 40  # characters of what may be such a question


def answered_otherwise(
    context: TurnContext, runs: Runs, route: router.Route, text: str, meant: Understanding, meaning: nearest.Meaning
) -> bool:
    """Whether the words were answered so."""
    return nearest.offered(context, route, text, meant, meaning) or _looks_up(context, runs, route, text, meant)


def _looks_up(context: TurnContext, runs: Runs, route: router.Route, text: str, meant: Understanding) -> bool:
    """Whether the library is looked into; what is said where it has no answer goes with it."""
    if not SHORTEST <= len(text.strip()) <= LONGEST or context.speaker.role not in SALES or "customer" in meant.slots:
        return False
    flows: tuple[str, ...] = ()
    if isinstance(route, router.Unclear):
        otherwise, flows = wording.unclear(text), tuple(flow.name for flow in route.readings)
    elif isinstance(route, router.NotYet):
        otherwise = context.rules.table.not_yet[route.intent]
    elif isinstance(route, router.Open) and route.flow.name == REFUSES:
        otherwise, flows = wording.not_mine(sells=True), ("help",)
    else:
        return False
    if replies.small_talk(text) or replies.keeps_off_record(text) or plans.kept_for_later(text) is not None:
        return False
    if _is_of_practice(context) or not _has_library(context.session):
        return False
    if isinstance(route, router.NotYet):
        context.session.add(Audit(at=context.now, member_id=context.speaker.id, what="not_yet", subject=route.intent))
    table = context.rules.table.by_name
    labels = "、".join(f"{table[name].title}={name}" for name in flows if table[name].title)
    params = {"query": question(text, meant), "otherwise": otherwise, "labels": labels}
    runs.open(table[LOOK_UP], text=text, meant=meant, params=params)
    return True


def _is_of_practice(context: TurnContext) -> bool:
    """Whether a drill, or the path of new hires, was just spoken of: the words may still be about it."""
    return practised.lately(context.session, context.conversation_id, context.now) or learning.is_spoken_of(context)


def _has_library(session: Session) -> bool:
    return session.exec(select(Script.id).where(col(Script.retired_at).is_(None)).limit(1)).first() is not None
