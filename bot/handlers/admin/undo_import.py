"""撤回导入: a whole import is taken back, as long as policy allows; customers that somebody has worked with stay. Who
has lost some by it hears so, once."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bot.access import SALES, Speaker
from bot.admin.importing import TAKE_BACK
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.scripts import take_back
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import turn as turn_wording
from bot.wording.admin import importing as wording
from bot.wording.offers import UndoImport
from knowledge import withdrawing
from nlu.corrections import takes_back_import
from nlu.lists import confirms_withdrawal as confirms
from nlu.understanding import Understanding
from sales import importing


async def undo_import(talk: Talk, opening: Opening) -> None:
    now, undoable = await talk.now(), timedelta(hours=talk.policy.imports.undo_hours)
    wanted = UndoImport.of(opening.params).batch
    done = await talk.query("done", importing.latest, talk.speaker.member_id, now, undoable, wanted)
    if wanted is None:
        lately = timedelta(minutes=talk.policy.undo_minutes)
        scripts = await talk.query("scripts", withdrawing.latest, talk.speaker.member_id, now, lately)
        if scripts is not None and (done is None or scripts.at >= done.at):
            return await take_back(talk, scripts, now)
    if done is None:
        return await talk.say(wording.NOTHING_LEFT)
    if not await talk.query("may", importing.may_take_back, talk.speaker, done.id):
        return await talk.say(turn_wording.REASONS["decides"])
    choices = [Choice("整批撤回", True), Choice("不撤", False)]
    question = wording.undo_question(talk.policy, done)
    if not await talk.ask("sure", question, choices, read_answer, claims=claims):
        return await talk.say("好,没动。")
    started = await talk.execute("start", begun, done.id)
    if isinstance(started, Stale):
        return await talk.say(started.text)
    result = await talk.job("take_back", TAKE_BACK, {"import": done.id})
    if result["status"] != "done":
        return await talk.say(wording.FAILED)
    await talk.say(wording.undone(result), kind="receipt")
    for member_id, customers, deals in result["owners"]:
        if member_id != talk.speaker.id:
            await talk.say(wording.taken_away(talk.speaker.name, customers, deals), kind="receipt", to=member_id)


def claims(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words say that all of it is to be taken back, or that it is not."""
    return confirms(text) is not None


def read_answer(text: str, understanding: Understanding, asked: Asked) -> bool | NotAnAnswer:
    """Whether all of it is to be taken back."""
    answer = confirms(text)
    if answer is None:
        answer = {"confirm": True, "deny": False, "cancel": False}.get(understanding.intent)
    return answer if answer is not None else NotAnAnswer()


def begun(session: Session, by: Speaker, import_id: int) -> None:
    """Begin to take an import back. Raises Changed as `importing.start`."""
    importing.start(session, by, import_id, any_ones=by.sees_all)


FLOW = Flow(
    "undo_import",
    version=3,
    starts=(Phrase("undoes_import", takes_back_import),),
    roles=SALES,
    run=undo_import,
    offer=UndoImport,
)
