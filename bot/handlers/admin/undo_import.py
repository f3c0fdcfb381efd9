"""撤回导入: a whole import is taken back, as long as policy allows; customers that somebody has worked with stay."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlmodel import Session

from bot.access import SALES, Speaker
from bot.admin.importing import TAKE_BACK
from bot.conversation import Flow, Phrase
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import importing as wording
from bot.wording.offers import UndoImport
from sales import importing

SAID = re.compile(
    r"(?:把|将)?(?:刚才|刚刚|刚|上次|今天|昨天)?(?:撤回|撤销|撤掉|取消)(?:一下)?(?:刚才|刚刚|刚|上次|今天|昨天)?(?:的|那次|那批|整批|这次|这批)?导入(?:的)?(?:客户|客户表|名单)?"
    r"|(?:把|将)(?:刚才|刚刚|刚|上次|今天|昨天)?导入的(?:客户|客户表|名单|那批|那批客户)?(?:都|全)?(?:撤回|撤销|撤掉|撤了|删掉|删了)"
    r"|导入(?:撤回|撤销|撤掉|撤了)"
)


async def undo_import(talk: Talk, opening: Opening) -> None:
    now, undoable = await talk.now(), timedelta(hours=talk.policy.imports.undo_hours)
    wanted = UndoImport.of(opening.params).batch
    done = await talk.query("done", importing.latest, talk.speaker.member_id, now, undoable, wanted)
    if done is None:
        return await talk.say(wording.NOTHING_LEFT)
    choices = [Choice("整批撤回", True), Choice("不撤", False)]
    if not await talk.ask("sure", wording.undo_question(talk.policy, done), choices):
        return await talk.say("好,没动。")
    started = await talk.execute("start", begun, done.id)
    if isinstance(started, Stale):
        return await talk.say(started.text)
    result = await talk.job("take_back", TAKE_BACK, {"import": done.id})
    if result["status"] != "done":
        return await talk.say(wording.FAILED)
    await talk.say(wording.undone(result), kind="receipt")


def begun(session: Session, by: Speaker, import_id: int) -> None:
    """Begin to take an import back. Raises Changed as `importing.start`."""
    importing.start(session, by, import_id, any_ones=by.sees_all)


def is_said(text: str) -> bool:
    """Whether the words ask to take an import back."""
    return SAID.fullmatch(text.strip(" 。!！,,吧了")) is not None


FLOW = Flow(
    "undo_import",
    version=1,
    starts=(Phrase("undoes_import", is_said),),
    roles=SALES,
    run=undo_import,
    offer=UndoImport,
)
