"""An import into the script library is taken back as a whole, once that is confirmed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.admin.contents import TAKE_BACK
from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.opening import Talk
from bot.wording.admin import importing as lists_wording
from bot.wording.library import importing as wording
from knowledge.withdrawing import Brought
from nlu.lists import confirms_withdrawal as confirms
from nlu.understanding import Understanding


async def take_back(talk: Talk, brought: Brought, now: datetime) -> None:
    """Ask, and take it back."""
    choices = [Choice("整批撤回", True), Choice("不撤", False)]
    question = wording.undo_question(brought.file_name, brought.items)
    if not await talk.ask("sure_of_scripts", question, choices, read_answer, claims=claims):
        return await talk.say("好,没动。")
    done = await talk.job("take_back_scripts", TAKE_BACK, {"import": brought.id, "at": now.isoformat()})
    if done["status"] != "done":
        return await talk.say(lists_wording.FAILED)
    await talk.say(wording.taken_back(done), kind="receipt")


def claims(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words say that all of it is to be taken back, or that it is not."""
    return confirms(text) is not None


def read_answer(text: str, understanding: Understanding, asked: Asked) -> bool | NotAnAnswer:
    """Whether all of it is to be taken back."""
    answer = confirms(text)
    if answer is None:
        answer = {"confirm": True, "deny": False, "cancel": False}.get(understanding.intent)
    return answer if answer is not None else NotAnAnswer()
