"""An import into the script library is taken back by its button. (撤回导入 in words: undo_import.)"""

from __future__ import annotations

from datetime import timedelta

from bot.access import LEADERS
from bot.conversation import Flow
from bot.handlers.shared.scripts import take_back
from bot.turn.opening import Opening, Talk
from bot.wording.library import importing as wording
from bot.wording.offers import TakeBackScripts
from knowledge import withdrawing


async def take_back_scripts(talk: Talk, opening: Opening) -> None:
    now, minutes = await talk.now(), talk.policy.undo_minutes
    wanted = TakeBackScripts.of(opening.params).batch
    lately = timedelta(minutes=minutes)
    found = await talk.query("found", withdrawing.latest, talk.speaker.member_id, now, lately, wanted)
    if found is None:
        return await talk.say(wording.too_late(minutes))
    await take_back(talk, found, now)


FLOW = Flow("take_back_scripts", version=1, roles=LEADERS, run=take_back_scripts, offer=TakeBackScripts)
