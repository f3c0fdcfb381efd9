"""A customer list is sent: read beside the conversation, shown line by line as far as something is wrong, imported by
one tap, all or nothing.

Nothing in a cell is ever an instruction: cells become names, sums and days, and go nowhere else. If something changes
in the company between the preview and the tap, the list is read and shown once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin.importing import BRING_IN, READ
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import turn as turn_wording
from bot.wording.admin import importing as wording
from bot.wording.offers import UndoImport
from config.policy import Policy
from nlu.understanding import Understanding
from sales import importing
from sales.errors import Changed
from sales.importing import Counts, Preview

EVERYTHING, GOOD, NOTHING = "导入", "只导没问题的", "不导"


async def import_customers(talk: Talk, opening: Opening) -> None:
    assert opening.media is not None
    now = await talk.now()
    import_id = await talk.execute("begin", begun, talk.policy, opening.media.name, now)
    if isinstance(import_id, Stale):
        return await talk.say(wording.NOT_YOURS)
    about = {"import": import_id, "key": opening.media.key, "member": opening.speaker.member_id, "run": opening.run}
    for reading in count(1):
        part = talk.part(reading)
        found = await staged(part, import_id, {**about, "at": now.isoformat()})
        if found is None:
            return
        chosen = await choice(part, found, again=reading > 1)
        if chosen == NOTHING:
            await part.execute("drop", importing.drop, import_id)
            return await talk.say(wording.NOT_IMPORTED)
        at = await part.now()
        args = {**about, "at": at.isoformat(), "only_good": chosen == GOOD}
        done = await part.job("bring_in", BRING_IN, args)
        if not done.get("stale"):
            return await conclude(talk, found, done, import_id, left_out=chosen == GOOD)


async def staged(talk: Talk, import_id: int, args: Mapping[str, Any]) -> Preview | None:
    """The list as it was read; None if there is nothing to decide, which the person has been told."""
    read = await talk.job("read", READ, args)
    if read["status"] != "done" or "refused" in read:
        await talk.say(refusal(read))
        return None
    if "unreadable" in read:
        await talk.say(wording.unreadable(read["unreadable"], read.get("line", 0)))
        return None
    found = await talk.query("preview", importing.preview, import_id)
    if not found.everything.any:
        await talk.say(wording.preview(talk.policy, found))
        return None
    return found


async def choice(talk: Talk, found: Preview, *, again: bool) -> str:
    """What is to be imported."""
    head = [wording.CHANGED_MEANWHILE] if again else []
    question = "\n".join([*head, wording.preview(talk.policy, found), wording.ask(found)])
    choices = [Choice(EVERYTHING), Choice(NOTHING)]
    if found.good.any and found.good != found.everything:
        choices.insert(1, Choice(GOOD))
    return str(await talk.ask("which", question, choices, read_choice, brief=wording.ask(found)))


def read_choice(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A choice said in other words."""
    if understanding.intent in ("deny", "cancel") or text.startswith(("不", "先不", "别")):
        return NOTHING
    if "没问题的" in text or "好的那些" in text:
        return GOOD if any(choice.label == GOOD for choice in asked.choices) else EVERYTHING
    return EVERYTHING if understanding.intent == "confirm" or "导" in text else NotAnAnswer("点一个就行。")


async def conclude(talk: Talk, found: Preview, done: Mapping[str, Any], import_id: int, *, left_out: bool) -> None:
    """Say what has come, to whoever imported it and to those who have got customers by it."""
    if done["status"] != "done" or "refused" in done:
        return await talk.say(refusal(done))
    counts = Counts(**done["counts"])
    text = wording.receipt(counts, talk.policy.imports.undo_hours)
    await talk.say(text, [Choice("撤回导入", opens=UndoImport(import_id))], kind="receipt")
    for member_id, customers, deals in done["owners"]:
        if member_id != talk.speaker.id:
            given = wording.given(talk.speaker.name, customers, deals)
            await talk.say(given, kind="receipt", to=member_id)
    if found.owners:
        await talk.say(wording.next_step(found, left_out=left_out))


def refusal(result: Mapping[str, Any]) -> str:
    """Why a job did not do what it should."""
    return turn_wording.REASONS[result["refused"]] if "refused" in result else wording.FAILED


def begun(session: Session, by: Speaker, policy: Policy, file_name: str, now: datetime) -> int:
    """A new import of who acts. Raises Changed if they may not."""
    if not access.may_import(by, policy):
        raise Changed("import", None, "decides")
    return importing.begin(session, by, file_name, now)


FLOW = Flow("import_customers", version=1, roles=ANY_MEMBER, run=import_customers)
