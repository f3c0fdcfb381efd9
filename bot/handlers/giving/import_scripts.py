"""A file of scripts is sent: read beside the conversation, shown, brought into the library by one tap, all of it or
only what has no problem. Nothing that stands in the file is ever an instruction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER
from bot.admin.contents import BRING_IN, READ
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording import turn as turn_wording
from bot.wording.library import importing as wording
from bot.wording.offers import TakeBackScripts
from nlu import contents, lists
from nlu.understanding import Understanding

LARGE = 1024 * 1024  # bytes of a file that takes a while


async def import_scripts(talk: Talk, opening: Opening) -> None:
    media = opening.media
    assert media is not None
    if not access.may_fill_library(opening.speaker):
        return await talk.say(wording.NOT_YOURS)
    if media.size > LARGE:
        await talk.say(wording.READING)
    now = await talk.now()
    name = media.name or media.key
    about = {"key": media.key, "name": name, "member": opening.speaker.member_id, "run": opening.run}
    read = await talk.job("read", READ, {**about, "at": now.isoformat()})
    if failed := failure(read):
        return await talk.say(failed)
    shown = wording.preview(name, read)
    if not read["added"] + read["updated"]:
        return await talk.say(shown)
    if await chosen(talk, read, shown) == wording.NO:
        return await talk.say(wording.NOT_IMPORTED)
    at = await talk.now("at")
    done = await talk.job("bring_in", BRING_IN, {**about, "staged": read["staged"], "at": at.isoformat()})
    if failed := failure(done):
        return await talk.say(failed)
    undo = [Choice(wording.TAKE_BACK, opens=TakeBackScripts(done["import"]))]
    await talk.say(wording.receipt(done), undo, kind="receipt")


async def chosen(talk: Talk, read: Mapping[str, Any], shown: str) -> str:
    """What is to be done with what was read."""
    bring = wording.ONLY_GOOD if read["problem_count"] else wording.IMPORT
    choices = [Choice(bring), Choice(wording.NO)]
    return str(await talk.ask("which", shown, choices, read_choice, brief=wording.ASK, claims=claims))


def claims(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words are of the file that is shown."""
    return contents.means_library(text) or lists.agrees(text) or lists.declines(text) or lists.good_only(text)


def read_choice(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A choice said in other words."""
    if lists.declines(text) or understanding.intent in ("deny", "cancel"):
        return wording.NO
    if lists.good_only(text) or lists.agrees(text) or contents.means_library(text) or understanding.intent == "confirm":
        return asked.choices[0].label
    return NotAnAnswer()


def failure(result: Mapping[str, Any]) -> str | None:
    """Why a job did not do what it should; None where it did."""
    if "refused" in result:
        return turn_wording.REASONS[result["refused"]]
    return wording.FAILED if result["status"] != "done" else None


FLOW = Flow("import_scripts", version=1, roles=ANY_MEMBER, run=import_scripts)
