"""What was taken back by mistake is as it was before. 撤错了 / 恢复刚才那条 / 我说的是撤回推进那个不是提醒

Only what was taken back within minutes, and only where nobody has changed its rows since. Members who were told that it
is void are told that it holds.
"""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.undo import instead, recorded, reversing
from bot.turn.undo.recorded import Recorded
from bot.turn.undo.reversing import Already
from bot.wording.buttons import undo_button
from bot.wording.undoing import listed, thing_line
from storage.conversations import ChangeSet


async def restore(talk: Talk, opening: Opening) -> None:
    last = await talk.query("last", undone, opening)
    if last is None:
        return await talk.say("刚才没撤过什么,不用恢复。")
    change_set, run = last
    now = await talk.now()
    done = await talk.execute("bring_back", reversing.bring_back, talk.policy, change_set, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    if isinstance(done, Already):
        return await talk.say("刚才撤掉的那条恢复不了了,之后又有改动。再说一遍,我重新记。")
    things: tuple[Recorded, ...] = await talk.query("things", things_of, change_set)
    what = listed([thing_line(talk.policy, thing.flow, thing.customer, thing.fact, now) for thing in things])
    await talk.say(f"恢复了:{what}", [undo_button(run)], kind="receipt")
    for member_id, text in done.informed:
        first = text.partition("\n")[0]
        await talk.say(f"{talk.speaker.name}刚才撤错了,这条还算数:「{first}」", kind="receipt", to=member_id)


def undone(session: Session, opening: Opening) -> tuple[int, int] | None:
    """The change set that the speaker took back last, and its run."""
    found = instead.undone_lately(session, opening.speaker.member_id, opening.at)
    return (found.id or 0, found.run_id) if found is not None else None


def things_of(session: Session, change_set: int) -> tuple[Recorded, ...]:
    """The things that were recorded."""
    return tuple(recorded.lately(session, [session.get_one(ChangeSet, change_set)]))


FLOW = Flow("restore", version=1, roles=ANY_MEMBER, run=restore)
