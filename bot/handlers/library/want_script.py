"""记到悬赏: what nothing in the library answers is wanted, asked by others before or not."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin.library_question import parts
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import wanted as wording
from bot.wording.offers import WantScript
from knowledge.trust import wanted
from knowledge.trust.wanted import Noted, Question


async def want_script(talk: Talk, opening: Opening) -> None:
    offer = WantScript.of(opening.params)
    whom = tuple(parts(offer.industry)), tuple(parts(offer.buyer_role))
    question = Question(offer.query, *whom, offer.budget_from, offer.budget_to)
    now = await talk.now()
    result = await talk.execute("wish", wish, question, now)
    if isinstance(result, Stale):
        return await talk.say(result.text)
    buttons = [wording.SHOW] if result.again else [wording.SHOW, undo_button(opening.run)]
    await talk.say(wording.noted(offer.query, result), buttons, kind="receipt")


def wish(session: Session, actor: Speaker, question: Question, now: datetime) -> Noted:
    """The actor wants the question answered."""
    return wanted.note(session, question, actor.member_id, now)


FLOW = Flow("want_script", version=1, roles=ANY_MEMBER, run=want_script, offer=WantScript)
